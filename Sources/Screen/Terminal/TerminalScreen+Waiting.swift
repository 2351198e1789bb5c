internal import CNcurses
internal import Glibc

/// Why `TerminalScreen.wait` came back.
public struct Wakeup: Hashable, Sendable {
  /// Keys may be waiting: ask `nextKey` until there is none.
  public var hasInput = false
  /// The process should end: SIGTERM, SIGINT, SIGHUP or SIGQUIT came, by number.
  public var endSignal: CInt?
  /// The terminal is gone: the process should end, and nothing that is drawn is seen.
  public var isTerminalGone = false
  /// Those of the caller's descriptors that can be read, were closed or have an error.
  public var ready: [CInt] = []
  /// The terminal was lent or stopped meanwhile, or has another size: draw.
  public var needsDrawing = false

  public init() {}
}

extension TerminalScreen {
  /// Waits until there is something to do.
  ///
  /// Ctrl-Z is obeyed here: the terminal is given back, the process stops, and when it continues
  /// the screen is taken again.
  ///
  /// - Parameters:
  ///   - descriptors: Further ones to wait for; negative ones are left out.
  ///   - milliseconds: The longest wait; nil is for ever.
  public mutating func wait(for descriptors: [CInt] = [], milliseconds: Int? = nil) -> Wakeup {
    var wakeup = Wakeup()
    var states = ([input, signals.readEnd] + descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let timeout = milliseconds.map { CInt(clamping: max($0, 0)) } ?? -1
    let count = poll(&states, nfds_t(states.count), hasPendingKeys ? 0 : timeout)
    wakeup.hasInput = hasPendingKeys
    // An interrupted wait has a signal to tell of.
    if count < 0, errno != EINTR { wakeup.isTerminalGone = true }
    if count > 0 {
      let gone = Int16(POLLHUP | POLLERR | POLLNVAL)
      wakeup.isTerminalGone = states[0].revents & gone != 0
      wakeup.hasInput = wakeup.hasInput || states[0].revents & Int16(POLLIN) != 0
      wakeup.ready = states.dropFirst(2).filter { $0.revents != 0 }.map(\.fd)
    }
    for signal in signals.take() { obey(signal, &wakeup) }
    return wakeup
  }

  private mutating func obey(_ signal: CInt, _ wakeup: inout Wakeup) {
    switch signal {
    case SIGWINCH:
      if adaptSize() {
        wakeup.hasInput = true
        wakeup.needsDrawing = true
      }
    case SIGTSTP:
      release()
      ncw_stop_self()
      retake()
      wakeup.needsDrawing = true
      // The SIGCONT that ended the stop is dealt with.
      for later in signals.take() where later != SIGCONT { obey(later, &wakeup) }
    case SIGCONT:
      // After SIGSTOP, which nobody can catch, the shell has changed the modes.
      retake()
      wakeup.needsDrawing = true
    default: wakeup.endSignal = signal
    }
  }

  /// Gives the terminal back while `body` runs, for a shell or an editor, and takes it again.
  public mutating func withTerminalReleased<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    release()
    signals.releaseSignals()
    defer {
      signals.catchSignals()
      retake()
    }
    return try body()
  }

  private func release() {
    switchMouse(on: false)
    _ = ncw_def_prog_mode()
    leave()
    ncw_restore_disarm()
    ncw_stderr_release()
  }

  private mutating func retake() {
    ncw_stderr_capture()
    ncw_restore_rearm()
    _ = ncw_reset_prog_mode()
    _ = adaptSize()
    ncw_redraw()
    switchMouse(on: true)
    forgetFrame()
  }

  /// Takes the size of the terminal.
  ///
  /// - Returns: Whether it is another one.
  private mutating func adaptSize() -> Bool {
    var (newRows, newColumns): (CInt, CInt) = (0, 0)
    guard ncw_size(output, &newRows, &newColumns),
      Int(newRows) != rows || Int(newColumns) != columns
    else { return false }
    _ = ncw_resizeterm(newRows, newColumns)
    announceResize()
    return true
  }
}
