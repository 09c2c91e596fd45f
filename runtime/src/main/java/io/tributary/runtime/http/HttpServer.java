package io.tributary.runtime.http;

import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.tributary.runtime.http.tls.TlsPort;
import io.tributary.runtime.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// The listening side of HTTP/1.1 and HTTP/2, in clear or with TLS, one event loop per core.
///
/// ```
/// socket ─ event loop ─ RequestBridge ─ virtual thread: Routes → HttpHandler → HttpAnswer ─ event loop ─ socket
///          (only moves bytes)             └ HttpExchange.body: BodyReader, within a BodyReservation
/// ```
///
/// Safe from any thread.
public final class HttpServer implements AutoCloseable {
    /// Longest request line and path, in bytes; a query in a URL has room in it.
    private static final int URL_BYTES_MAX = 64 * 1024;

    /// All headers of one request, in bytes.
    private static final int HEADER_BYTES_MAX = 32 * 1024;

    /// Streams that one HTTP/2 connection may have open.
    private static final int STREAMS_MAX = 256;

    /// Streams that one HTTP/2 connection may open and reset within {@link #RESETS_SECONDS}; one
    /// that resets more is closed. A gateway that carries the queries of many impatient users stays
    /// below.
    private static final int RESETS_MAX = 1_000;

    private static final int RESETS_SECONDS = 10;

    /// What one read of the socket hands on, in bytes: large pieces cost less CPU per byte.
    private static final int READ_BYTES = 64 * 1024;

    /// Body arrays kept for the next request, in bytes.
    private static final long POOL_BYTES_MAX = 16L * 1024 * 1024;

    /// How often it is looked whether all connections are closed.
    private static final long STOP_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /// How long an event loop may take to end what it began.
    private static final int LOOP_STOP_SECONDS = 5;

    /// How it listens.
    ///
    /// @param addresses where, one at least, all alike; port 0 takes any free one
    /// @param connectionsMax connections at once; further ones are closed when they come
    /// @param requestsMax requests at once; further ones are answered 503
    /// @param bodyTimeoutMillis how long a body may take to arrive
    /// @param idleTimeoutMillis how long a connection may lie unused
    /// @param stopTimeoutMillis how long requests in flight may take once it stops
    /// @param tls how it speaks TLS; empty: in clear
    public record Settings(
            List<InetSocketAddress> addresses,
            int connectionsMax,
            int requestsMax,
            long bodyTimeoutMillis,
            long idleTimeoutMillis,
            long stopTimeoutMillis,
            Optional<ServerTls> tls) {
        public Settings {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("BUG: nowhere to listen");
            }
        }

        public static Settings of(InetSocketAddress... addresses) {
            return new Settings(
                    List.of(addresses), 4096, 8192, 30_000, 120_000, 10_000, Optional.empty());
        }

        /// The same, with TLS.
        public Settings withTls(ServerTls with) {
            return new Settings(
                    addresses,
                    connectionsMax,
                    requestsMax,
                    bodyTimeoutMillis,
                    idleTimeoutMillis,
                    stopTimeoutMillis,
                    Optional.of(with));
        }
    }

    private final Server server;
    private final EventLoopGroup loops;
    private final ExecutorService threads;
    private final InetSocketAddress wanted;

    private HttpServer(
            Server server,
            EventLoopGroup loops,
            ExecutorService threads,
            InetSocketAddress wanted) {
        this.server = server;
        this.loops = loops;
        this.threads = threads;
        this.wanted = wanted;
    }

    /// Listens and answers from now on.
    ///
    /// @throws IOException if the address cannot be had; the message names it and says why
    public static HttpServer start(Settings settings, Routes routes, HttpObserver observer)
            throws IOException {
        for (InetSocketAddress address : settings.addresses()) {
            if (address.isUnresolved()) {
                throw new IOException("cannot listen on %s: unknown host".formatted(text(address)));
            }
        }
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("http-request-", 0).factory());
        BytePool pool = new BytePool(POOL_BYTES_MAX);
        RequestBridge bridge = new RequestBridge(routes, observer, pool, threads, settings);
        EventLoopGroup loops =
                EventLoopGroups.newEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(), "http-loop");
        Server server = build(settings, loops, bridge);
        try {
            server.start().join();
        } catch (CompletionException e) {
            stop(loops);
            threads.shutdown();
            throw new IOException(
                    "cannot listen on %s: %s".formatted(texts(settings.addresses()), reason(e)), e);
        }
        return new HttpServer(server, loops, threads, settings.addresses().getFirst());
    }

    /// The first address as it really is, also where any free port was asked for.
    public InetSocketAddress address() {
        int port = wanted.getPort() == 0 ? server.activeLocalPort() : wanted.getPort();
        return new InetSocketAddress(wanted.getHostString(), port);
    }

    /// Takes no further connection, lets requests in flight end, then closes. Blocks until then.
    @Override
    public void close() {
        CompletableFuture<Void> stopped = server.stop();
        while (!stopped.isDone() && !isSilent()) {
            LockSupport.parkNanos(STOP_POLL_NANOS);
        }
        stop(loops);
        threads.shutdown();
    }

    /// Whether nobody is heard any more. Requests in flight have ended then; the library goes on
    /// for two seconds, in which the loop that accepted connections waits for more to do.
    private boolean isSilent() {
        return server.activePorts().isEmpty() && server.numConnections() == 0;
    }

    private static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, LOOP_STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static Server build(Settings settings, EventLoopGroup loops, RequestBridge bridge) {
        ServerBuilder server = Server.builder();
        settings.tls()
                .ifPresentOrElse(
                        tls -> TlsPort.listen(server, settings.addresses(), tls),
                        () -> settings.addresses().forEach(server::http));
        return server.workerGroup(loops, false)
                .serviceWorkerGroup(loops, false)
                .serviceUnder("/", bridge)
                .errorHandler(new StackErrors())
                .disableServerHeader()
                .disableDateHeader()
                .maxRequestLength(0)
                .requestTimeoutMillis(0)
                .maxNumConnections(settings.connectionsMax())
                .idleTimeoutMillis(settings.idleTimeoutMillis())
                .http1MaxInitialLineLength(URL_BYTES_MAX)
                .http1MaxHeaderSize(HEADER_BYTES_MAX)
                .http1MaxChunkSize(READ_BYTES)
                .http2MaxHeaderListSize(HEADER_BYTES_MAX + URL_BYTES_MAX)
                .http2MaxStreamsPerConnection(STREAMS_MAX)
                .http2MaxResetFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .gracefulShutdownTimeout(
                        Duration.ZERO, Duration.ofMillis(settings.stopTimeoutMillis()))
                .build();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        return message.toLowerCase(Locale.ROOT).contains("address already in use")
                ? "the address is already in use"
                : message;
    }

    private static String texts(List<InetSocketAddress> addresses) {
        return addresses.stream().map(HttpServer::text).collect(Collectors.joining(", "));
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
