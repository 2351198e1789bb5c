import CNICore
import CNIPlugins
import Glibc

exit(PluginProgram(PluginContext(plugins: BuiltInPlugins.all)).main(CommandLine.arguments))
