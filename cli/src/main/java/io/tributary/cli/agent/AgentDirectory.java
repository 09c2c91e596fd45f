package io.tributary.cli.agent;

import io.tributary.runtime.disk.Disk;
import io.tributary.runtime.disk.DiskFile;
import io.tributary.runtime.disk.LocalDisk;
import io.tributary.runtime.tls.Pem;
import io.tributary.runtime.tls.TlsIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/// Where an agent keeps who it is: any sender can be pointed at these files.
///
/// ```
/// tls.key    the key, for its owner only
/// tls.crt    its certificate
/// ca.crt     whom it believes to be the server
/// server     the server's URL
/// ```
///
/// Each is replaced as a whole, the key first: between the two, key and certificate do not fit,
/// which a sender that reads both notices and tries again.
record AgentDirectory(Disk disk) {
    static final Path KEY = Path.of("tls.key");
    static final Path CERTIFICATE = Path.of("tls.crt");
    static final Path ANCHORS = Path.of("ca.crt");
    private static final Path SERVER = Path.of("server");
    private static final int BYTES_MAX = 1 << 20;

    static AgentDirectory of(String path) throws IOException {
        return new AgentDirectory(LocalDisk.open(Path.of(path).toAbsolutePath()));
    }

    boolean isEnrolled() throws IOException {
        return disk.exists(KEY) && disk.exists(CERTIFICATE);
    }

    void keep(String server, String key, String certificate, String anchors) throws IOException {
        replace(SERVER, server + "\n");
        replace(ANCHORS, anchors);
        replace(KEY, key);
        replace(CERTIFICATE, certificate);
    }

    String server() throws IOException {
        return new String(read(SERVER), StandardCharsets.UTF_8).strip();
    }

    TlsIdentity identity() throws IOException {
        try {
            return new TlsIdentity(Pem.privateKey(read(KEY)), Pem.certificates(read(CERTIFICATE)));
        } catch (CertificateException e) {
            throw new IOException("%s: %s".formatted(disk.description(), e.getMessage()), e);
        }
    }

    List<X509Certificate> anchors() throws IOException {
        try {
            return Pem.certificates(read(ANCHORS));
        } catch (CertificateException e) {
            throw new IOException("%s: %s".formatted(disk.description(), e.getMessage()), e);
        }
    }

    private byte[] read(Path name) throws IOException {
        try (DiskFile file = disk.open(name, Disk.Mode.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.sizeBytes(), BYTES_MAX));
            file.read(bytes, 0);
            return bytes.array();
        }
    }

    private void replace(Path name, String text) throws IOException {
        Path next = Path.of(name + ".next");
        if (disk.exists(next)) {
            disk.delete(next);
        }
        try (DiskFile file = disk.open(next, Disk.Mode.CREATE_PRIVATE)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
            file.sync();
        }
        disk.rename(next, name);
        disk.syncDirectory(Path.of(""));
    }
}
