package io.tributary.format.otlp.name;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The label names that attributes have: each made once, and remembered by the attribute's bytes,
/// from request to request.
///
/// Points of a metric mostly have the same attributes in the same order, so what stood at the same
/// place before is tried first; a map is asked otherwise.
///
/// Bounds: {@link #NAME_BYTES_MAX} bytes of a name, {@link #NAMES_MAX} names a request; all is
/// forgotten before a request that finds more than {@link #KEPT_BYTES_MAX} remembered.
public final class LabelNames {
    /// Longest name of an attribute that becomes a label's.
    public static final int NAME_BYTES_MAX = 4_096;

    /// Names of attributes a request may bring, those remembered before it included.
    public static final int NAMES_MAX = 1 << 16;

    static final int KEPT_BYTES_MAX = 1 << 18;

    /// What a remembered name costs beside its bytes, about.
    private static final int ENTRY_BYTES = 64;

    private static final int PLACES = 64;

    private record Attribute(NameKey key, Word name) {}

    private static final Attribute NOTHING = new Attribute(new NameKey(), Word.NONE);

    private final LabelNaming naming;
    private final Map<NameKey, Attribute> attributes = new HashMap<>();
    private final Map<NameKey, Word> names = new HashMap<>();
    private final Attribute[] lastAt = new Attribute[PLACES];
    private final NameKey asked = new NameKey();
    private int keptBytes;
    private long marks;

    public LabelNames(LabelNaming naming) {
        this.naming = naming;
        Arrays.fill(lastAt, NOTHING);
    }

    /// Before each request.
    ///
    /// @return whether all was forgotten: words that were asked for before are no longer those of
    ///   the labels to come
    public boolean begin() {
        if (keptBytes <= KEPT_BYTES_MAX) {
            return false;
        }
        attributes.clear();
        names.clear();
        Arrays.fill(lastAt, NOTHING);
        keptBytes = 0;
        return true;
    }

    /// Whether two attributes may meet in one label.
    public boolean escapes() {
        return naming.escapes();
    }

    /// Whether a request has brought as many names as it may: `ofAttribute` then knows no new one.
    public boolean isFull() {
        return attributes.size() >= NAMES_MAX;
    }

    /// The name of the label that an attribute becomes; {@link Word#NONE} if it cannot be one.
    ///
    /// @param place of the attribute among those of its list: where it is looked for first
    public Word ofAttribute(byte[] bytes, int offset, int length, int place) {
        Attribute last = lastAt[place % PLACES];
        if (length > 0 && last.key().is(bytes, offset, length)) {
            return last.name();
        }
        if (length > NAME_BYTES_MAX) {
            return Word.NONE;
        }
        @Nullable Attribute known = attributes.get(asked.set(bytes, offset, length));
        if (known == null) {
            if (isFull()) {
                return Word.NONE;
            }
            known = new Attribute(asked.copy(), make(asked.toBytes()));
            attributes.put(known.key(), known);
            keptBytes += length + ENTRY_BYTES;
        }
        lastAt[place % PLACES] = known;
        return known.name();
    }

    /// The label with just this name, as it is, whatever attributes may become it.
    public Word ofLabel(String name) {
        return intern(name.getBytes(StandardCharsets.UTF_8));
    }

    /// A number that no name was marked with before.
    long nextMark() {
        return ++marks;
    }

    private Word make(byte[] attribute) {
        byte[] name = LabelNamer.name(attribute, naming);
        return name.length == 0 ? Word.NONE : intern(name);
    }

    private Word intern(byte[] name) {
        NameKey key = new NameKey().set(name, 0, name.length);
        @Nullable Word known = names.get(key);
        if (known == null) {
            known = new Word(name);
            names.put(key, known);
            keptBytes += name.length + ENTRY_BYTES;
        }
        return known;
    }
}
