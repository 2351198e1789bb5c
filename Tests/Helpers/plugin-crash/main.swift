import CNICore
import CNIPlugins
import Glibc

// A plugin that kills itself before a step of its work, as `kill -9` would: the number of the step
// is the first argument, the name of the plugin the second one.
guard CommandLine.arguments.count == 3, let step = Int(CommandLine.arguments[1]) else { exit(2) }
var context = PluginContext(plugins: BuiltInPlugins.all)
context.beforeStep = { number in
  if number == step { kill(getpid(), SIGKILL) }
}
exit(PluginProgram(context).main(["plugin-crash", CommandLine.arguments[2]]))
