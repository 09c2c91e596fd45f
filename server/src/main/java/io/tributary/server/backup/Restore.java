package io.tributary.server.backup;

import io.tributary.gateway.backup.RegistryBackup;
import io.tributary.gateway.pki.enroll.EnrolmentBackup;
import io.tributary.gateway.pki.store.SealingSecret;
import io.tributary.gateway.pki.store.WholeFile;
import io.tributary.runtime.disk.Disk;
import io.tributary.server.enroll.Authority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Restores a backup into a data directory that has no registry, and that no server has open.
///
/// ```
/// registry/restoring   written first, synced     ┐ found by a start: refused
/// registry/…           each file whole           │ found by another restore: begun anew
/// registry/restoring   deleted last, synced      ┘
/// ```
public final class Restore {
    private static final Path DIRECTORY = Path.of("registry");
    private static final Path BELOW = DIRECTORY.resolve("ca");
    private static final Path MARK = DIRECTORY.resolve("restoring");

    /// What the mark is called until it is whole.
    private static final Path UNFINISHED_MARK = DIRECTORY.resolve("restoring.new");

    /// Taken by who has the data directory open.
    private static final Path LOCK = Path.of("lock");

    private Restore() {}

    /// Makes sure that a data directory holds no restore that was cut short.
    ///
    /// @throws IOException if it does; nobody may take it for a registry
    public static void checkWhole(Disk disk) throws IOException {
        if (disk.exists(MARK) || disk.exists(UNFINISHED_MARK)) {
            throw new IOException(
                    "a restore into %s was cut short: run `tributary registry restore` again, or delete %s there"
                            .formatted(disk.description(), DIRECTORY));
        }
    }

    /// Restores a backup.
    ///
    /// @param backup opened, and so checked
    /// @param disk of the data directory, which may be new
    /// @param given what the authority is to be sealed under; empty: a key file of the directory
    /// @throws IOException if there is a registry already, a server has the directory, or it cannot
    ///   be written
    public static void into(
            RegistryBackup backup, Disk disk, Optional<SealingSecret> given, SecureRandom random)
            throws IOException {
        Optional<AutoCloseable> lock = disk.lock(LOCK);
        if (lock.isEmpty()) {
            throw new IOException(
                    "a server has %s open; nothing was restored".formatted(disk.description()));
        }
        try (AutoCloseable _ = lock.get()) {
            begin(disk);
            backup.journal().install(disk, DIRECTORY);
            if (backup.enrolment().isPresent()) {
                EnrolmentBackup enrolment = backup.enrolment().get();
                enrolment.install(
                        Authority.target(disk), Authority.secret(disk, given, random), random);
            }
            disk.delete(MARK);
            disk.syncDirectory(DIRECTORY);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot unlock " + disk.description(), e);
        }
    }

    /// Leaves the directory with the mark alone.
    private static void begin(Disk disk) throws IOException {
        if (disk.exists(UNFINISHED_MARK)) {
            disk.delete(UNFINISHED_MARK);
        }
        List<Path> there = new ArrayList<>(files(disk, BELOW));
        there.addAll(files(disk, DIRECTORY));
        there.remove(BELOW);
        if (there.contains(MARK)) {
            for (Path file : there) {
                if (!file.equals(MARK)) {
                    disk.delete(file);
                }
            }
            disk.syncDirectory(DIRECTORY);
            return;
        }
        if (!there.isEmpty()) {
            throw new IOException(
                    "there is a registry in %s already (%s); nothing was restored: move %s away, or restore into another directory"
                            .formatted(disk.description(), there.getFirst(), DIRECTORY));
        }
        new WholeFile(disk, MARK).replace(new byte[] {'\n'});
    }

    private static List<Path> files(Disk disk, Path directory) throws IOException {
        return disk.list(directory).stream().map(directory::resolve).toList();
    }
}
