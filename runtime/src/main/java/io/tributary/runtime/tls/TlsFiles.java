package io.tributary.runtime.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Key, chain and anchors from files, looked at each second, by content: a link that points
/// elsewhere, a file that is renamed over another, one that is written in place, all are seen.
///
/// What is new is taken only as a whole: when all of it can be read, and key and chain fit. Until
/// then the last good one stays. A certificate whose key is written a moment later is therefore
/// nothing to speak of; what is still wrong at the second look is told, once.
///
/// Safe from any thread.
public final class TlsFiles implements AutoCloseable {
    /// Largest file, in bytes.
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private static final Duration EVERY = Duration.ofSeconds(1);

    /// One of the files.
    public enum Part {
        CERTIFICATES,
        KEY,
        CLIENT_ANCHORS
    }

    /// Where they stand.
    ///
    /// @param certificates our own first, then those above it
    /// @param key in PKCS#8, not encrypted; may stand in the file of the certificates
    /// @param clientAnchors who may vouch for clients; empty: no client is asked
    public record Paths(Path certificates, Path key, Optional<Path> clientAnchors) {}

    /// Is told what the looks find. Called on the thread that looks; must not throw.
    public interface Watcher {
        /// What was new is used from now on.
        void taken(TlsIdentity identity);

        /// What is new cannot be used; the last good one stays.
        void kept(TlsFileException why);
    }

    /// Compared by content.
    private record Content(ByteBuffer certificates, ByteBuffer key, ByteBuffer anchors) {}

    private record Taken(TlsIdentity identity, ClientAnchors anchors) {}

    /// The newest look that failed: what was found, and whether that was told.
    private record Failed(Optional<Content> content, boolean told) {}

    private final Paths paths;
    private final Watcher watcher;
    private Content seen;
    private Optional<Failed> failed = Optional.empty();
    private volatile Taken taken;
    private volatile boolean broken;
    private volatile Optional<Thread> thread = Optional.empty();

    private TlsFiles(Paths paths, Watcher watcher) throws TlsFileException {
        this.paths = paths;
        this.watcher = watcher;
        this.seen = read();
        this.taken = parse(seen);
    }

    /// Reads them.
    ///
    /// @throws TlsFileException if they cannot be used
    public static TlsFiles open(Paths paths, Watcher watcher) throws TlsFileException {
        return new TlsFiles(paths, watcher);
    }

    /// Begins to look for what is new, until it is closed.
    public void watch() {
        thread = Optional.of(Thread.ofVirtual().name("tls-files").start(this::lookForEver));
    }

    /// How a server speaks TLS by them.
    ///
    /// @param onRefused as {@link ServerTls#askingClients} has it
    public ServerTls serverTls(Runnable onRefused) {
        return paths.clientAnchors().isPresent()
                ? ServerTls.askingClients(this::identity, this::anchors, onRefused)
                : ServerTls.of(this::identity);
    }

    public TlsIdentity identity() {
        return taken.identity();
    }

    public ClientAnchors anchors() {
        return taken.anchors();
    }

    /// Whether what the files hold now cannot be used.
    public boolean isBroken() {
        return broken;
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }

    /// Looks once.
    synchronized void look() {
        Optional<Content> now = Optional.empty();
        try {
            now = Optional.of(read());
            if (now.get().equals(seen)) {
                healed();
                return;
            }
            Taken fresh = parse(now.get());
            seen = now.get();
            taken = fresh;
            healed();
            watcher.taken(fresh.identity());
        } catch (TlsFileException e) {
            failed(now, e);
        }
    }

    private void healed() {
        failed = Optional.empty();
        broken = false;
    }

    private void failed(Optional<Content> now, TlsFileException why) {
        boolean again = failed.isPresent() && failed.get().content().equals(now);
        boolean told = again && failed.orElseThrow().told();
        if (again && !told) {
            broken = true;
            told = true;
            watcher.kept(why);
        }
        failed = Optional.of(new Failed(now, told));
    }

    private void lookForEver() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                look();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private Content read() throws TlsFileException {
        return new Content(
                read(Part.CERTIFICATES, paths.certificates()),
                read(Part.KEY, paths.key()),
                paths.clientAnchors().isPresent()
                        ? read(Part.CLIENT_ANCHORS, paths.clientAnchors().get())
                        : ByteBuffer.allocate(0));
    }

    private static ByteBuffer read(Part part, Path path) throws TlsFileException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new TlsFileException(
                        part,
                        "%s: found more than %d bytes, expected fewer"
                                .formatted(path, FILE_BYTES_MAX));
            }
            return ByteBuffer.wrap(bytes);
        } catch (TlsFileException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new TlsFileException(part, path + ": found no such file, expected PEM");
        } catch (IOException e) {
            throw new TlsFileException(part, path + ": cannot be read: " + e);
        }
    }

    private Taken parse(Content content) throws TlsFileException {
        Part part = Part.CERTIFICATES;
        Path path = paths.certificates();
        try {
            List<X509Certificate> chain = Pem.certificates(content.certificates().array());
            Fit.checkOrder(chain);
            Strength.checkKey(chain.getFirst().getPublicKey());
            part = Part.KEY;
            path = paths.key();
            PrivateKey key = Pem.privateKey(content.key().array());
            Fit.checkKey(key, chain.getFirst());
            ClientAnchors anchors = ClientAnchors.NONE;
            if (paths.clientAnchors().isPresent()) {
                part = Part.CLIENT_ANCHORS;
                path = paths.clientAnchors().get();
                anchors = ClientAnchors.of(Pem.certificates(content.anchors().array()));
            }
            return new Taken(new TlsIdentity(key, chain), anchors);
        } catch (CertificateException e) {
            throw new TlsFileException(part, path + ": " + e.getMessage());
        }
    }
}
