package io.tributary.runtime.host;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// Waits for a file system for a while, then leaves it alone until it has answered: a network mount
/// whose server is gone blocks whoever asks it, for ever and uninterruptibly.
///
/// *Invariant*: a mount point holds at most one thread.
final class PatientFileSystems implements FileSystems {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Use STUCK = new Use.Failed("mountpoint timeout");

    private final FileSystems asked;
    private final Duration patience;
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();

    PatientFileSystems(FileSystems asked) {
        this(asked, PATIENCE);
    }

    PatientFileSystems(FileSystems asked, Duration patience) {
        this.asked = asked;
        this.patience = patience;
    }

    @Override
    public Use use(String mountPoint) {
        if (!stuck.add(mountPoint)) {
            return STUCK;
        }
        AtomicReference<Use> answer = new AtomicReference<>(STUCK);
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("statfs")
                        .start(() -> {
                            answer.set(asked.use(mountPoint));
                            stuck.remove(mountPoint);
                        });
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer.get();
    }
}
