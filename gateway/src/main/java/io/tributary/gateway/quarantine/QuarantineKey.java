package io.tributary.gateway.quarantine;

import io.tributary.model.Tenant;
import io.tributary.runtime.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Which quarantine, of all: the same each time one of its name is held again.
///
/// What is kept in it is in a tenant of the store that follows from it and from the tenant whose
/// data it is:
///
/// ```
/// id    the first 128 bits of SHA-256(word, owner, cluster, kind, agent, name), marked as version 8
///       word      "quarantine" in ASCII
///       owner     the owner's id, 16 bytes, big-endian
///       cluster   its id, likewise
///       kind      0 of the whole cluster, 1 of one agent
///       agent     its id, likewise; 16 zeros for the whole cluster
///       name      UTF-8
/// name  OWNER/quarantine/NAME, for who has the data directory
/// ```
///
/// *Invariant*: no tenant that is registered, or named in a header, is one: names have no slash,
/// and ids of version 8 are refused ({@link #isTaken}).
///
/// @param agent whose it is alone; empty where it is of all that writes for the cluster
public record QuarantineKey(UUID cluster, Optional<UUID> agent, String name) {
    private static final byte[] WORD = "quarantine".getBytes(StandardCharsets.US_ASCII);
    private static final UUID NO_AGENT = new UUID(0, 0);
    private static final int IDS = 3;
    private static final int VERSION = 8;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /// Whether ids like this one are those of quarantines, so that nobody else may have one.
    public static boolean isTaken(UUID id) {
        return id.version() == VERSION;
    }

    /// Where what is kept in it of a tenant is.
    public Tenant within(Tenant owner) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(WORD.length + 1 + IDS * 2 * Long.BYTES + text.length);
        bytes.put(WORD);
        put(bytes, owner.id());
        put(bytes, cluster);
        bytes.put((byte) (agent.isPresent() ? 1 : 0));
        put(bytes, agent.orElse(NO_AGENT));
        bytes.put(text);
        ByteBuffer hash = ByteBuffer.wrap(Sha256.begin().digest(bytes.array()));
        long high = (hash.getLong() & ~VERSION_BITS) | ((long) VERSION << 12);
        long low = (hash.getLong() & ~VARIANT_BITS) | VARIANT;
        return new Tenant(new UUID(high, low), owner.name() + "/quarantine/" + name);
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits());
        bytes.putLong(id.getLeastSignificantBits());
    }
}
