import LinuxSystem
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// A connection to a gRPC server over a socket that is connected already, so that a daemon in
/// another namespace is asked by a socket that was opened there.
///
/// gRPC is HTTP/2 (RFC 9113) with a prefix of five bytes before each message and the outcome in
/// the trailers. Calls wait for their answer; none takes longer than the connection may last.
final class GRPCConnection {
  private let channel: any Channel
  private let streams: NIOHTTP2Handler.StreamMultiplexer
  private let deadline: NIODeadline

  /// The one thread for all connections.
  private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  /// Large enough for any answer: with the usual one a server stops after 85 peers until it is told
  /// that there is room.
  private static let window = 16 << 20

  /// - Parameter milliseconds: How long the connection may last.
  init(_ socket: consuming OwnedDescriptor, milliseconds: Int) throws(GoBGPError) {
    deadline = .now() + .milliseconds(Int64(milliseconds))
    var connection = NIOHTTP2Handler.ConnectionConfiguration()
    connection.initialSettings = [
      HTTP2Setting(parameter: .enablePush, value: 0),
      HTTP2Setting(parameter: .initialWindowSize, value: Self.window),
      HTTP2Setting(parameter: .maxHeaderListSize, value: 1 << 16),
    ]
    var stream = NIOHTTP2Handler.StreamConfiguration()
    stream.targetWindowSize = Self.window
    let (connected, streamed) = (connection, stream)
    // The connection may be over before anybody could ask its pipeline.
    let made = Self.group.next().makePromise(of: NIOHTTP2Handler.StreamMultiplexer.self)
    let bootstrap = ClientBootstrap(group: Self.group).channelInitializer { channel in
      let configured = channel.configureHTTP2Pipeline(
        mode: .client, connectionConfiguration: connected, streamConfiguration: streamed
      ) { stream in
        // A server opens no streams where it may not push.
        stream.close()
      }
      configured.cascade(to: made)
      return configured.map { _ in () }
    }
    do {
      channel = try bootstrap.withConnectedSocket(socket.release()).wait()
      streams = try made.futureResult.wait()
    } catch { throw GoBGPError.connection("\(error)") }
  }

  /// Calls a method and waits for all messages of its answer.
  ///
  /// - Parameter path: `/package.Service/Method`.
  func call(_ path: String, _ message: [UInt8]) throws(GoBGPError) -> [ByteBuffer] {
    let promise = channel.eventLoop.makePromise(of: [ByteBuffer].self)
    // Only now, and not when the channel closes: that may have happened.
    let timeout = channel.eventLoop.scheduleTask(deadline: deadline) {
      promise.fail(GoBGPError.timedOut)
    }
    let opened = channel.eventLoop.makePromise(of: (any Channel).self)
    streams.createStreamChannel(promise: opened) { stream in
      stream.eventLoop.makeCompletedFuture {
        try stream.pipeline.syncOperations.addHandler(
          GRPCCall(path: path, message: message, promise: promise))
      }
    }
    opened.futureResult.cascadeFailure(to: promise)
    defer { timeout.cancel() }
    do { return try promise.futureResult.wait() } catch let error as GoBGPError {
      throw error
    } catch { throw GoBGPError.connection("\(error)") }
  }

  deinit { channel.close(promise: nil) }
}

/// One call: writes the request and collects the answer.
private final class GRPCCall: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private let path: String
  private let message: [UInt8]
  private let promise: EventLoopPromise<[ByteBuffer]>
  private var answer = ByteBuffer()
  private var messages: [ByteBuffer] = []

  /// The largest answer, in bytes: that of a hundred thousand peers is smaller.
  private static let limit = 256 << 20

  init(path: String, message: [UInt8], promise: EventLoopPromise<[ByteBuffer]>) {
    self.path = path
    self.message = message
    self.promise = promise
  }

  func channelActive(context: ChannelHandlerContext) {
    let headers: HPACKHeaders = [
      ":method": "POST", ":scheme": "http", ":path": path, ":authority": "localhost",
      "te": "trailers", "content-type": "application/grpc",
    ]
    context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
    var body = context.channel.allocator.buffer(capacity: message.count + 5)
    body.writeInteger(UInt8(0))  // not compressed
    body.writeInteger(UInt32(message.count))
    body.writeBytes(message)
    context.writeAndFlush(
      wrapOutboundOut(.data(.init(data: .byteBuffer(body), endStream: true))), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .headers(let headers): read(headers.headers, isLast: headers.endStream)
    case .data(let payload):
      guard case .byteBuffer(var bytes) = payload.data else { return }
      guard answer.readableBytes + bytes.readableBytes <= Self.limit else {
        return promise.fail(GoBGPError.malformed("an answer of more than \(Self.limit) bytes"))
      }
      answer.writeBuffer(&bytes)
      if payload.endStream { finish(status: nil, text: nil) }
    case .rstStream(let code): promise.fail(GoBGPError.connection("stream reset: \(code)"))
    default: break
    }
  }

  private func read(_ headers: HPACKHeaders, isLast: Bool) {
    if let status = headers.first(name: ":status"), status != "200" {
      return promise.fail(GoBGPError.malformed("HTTP status \(status), which no gRPC server sends"))
    }
    if isLast {
      finish(status: headers.first(name: "grpc-status"), text: headers.first(name: "grpc-message"))
    }
  }

  private func finish(status: String?, text: String?) {
    guard let status, let code = Int(status) else {
      return promise.fail(GoBGPError.malformed("an answer without a status"))
    }
    guard code == 0 else { return promise.fail(GoBGPError.status(code, text ?? "")) }
    while let start = answer.readBytes(length: 5) {
      let length = start[1...].reduce(0) { $0 << 8 | Int($1) }
      guard start[0] == 0, let message = answer.readSlice(length: length) else {
        return promise.fail(GoBGPError.malformed("a message that is compressed or cut off"))
      }
      messages.append(message)
    }
    guard answer.readableBytes == 0 else {
      return promise.fail(GoBGPError.malformed("an answer that is cut off"))
    }
    promise.succeed(messages)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(GoBGPError.connection("\(error)"))
    context.close(promise: nil)
  }

  /// Before an answer, this is the end of the connection; after one it changes nothing.
  func channelInactive(context: ChannelHandlerContext) {
    promise.fail(GoBGPError.connection("it closed the connection"))
  }
}
