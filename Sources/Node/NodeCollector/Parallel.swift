import LinuxSystem
import Synchronization

/// Runs `body` for every item on a few threads, each item on one of them.
///
/// For sessions: two threads read a thousand namespaces in half the time, and a third gains
/// nothing where the kernel's locks are the limit. Every thread gets what `context` makes.
func parallel<Item, Context>(
  _ items: [Item], threads wanted: Int = 2, context: @escaping @Sendable () -> Context,
  _ body: @escaping @Sendable (Item, Context) -> Void
) {
  let work = Work(items: items, next: Atomic(0))
  let run: @Sendable () -> Void = {
    let own = context()
    while let item = work.take() { body(item, own) }
  }
  // A few items are done before a thread has started.
  let helpers =
    items.count < 16
    ? []
    : (1..<max(wanted, 1)).compactMap { index in
      try? Thread(name: "cnitop-read-\(index)", run)
    }
  run()
  helpers.forEach { $0.join() }
}

/// The items of one `parallel` call, handed out one by one.
///
/// Unchecked: each item is taken by exactly one thread, and the caller waits for all of them.
private final class Work<Item>: @unchecked Sendable {
  let items: [Item]
  let next: Atomic<Int>

  init(items: [Item], next: consuming Atomic<Int>) {
    self.items = items
    self.next = next
  }

  func take() -> Item? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < items.count ? items[index] : nil
  }
}
