package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a resource gives all its series: `job`, `instance` and attributes that are promoted. Once a
/// resource; reused; owned by one thread at a time.
final class ResourceLabels {
    static final byte[] SERVICE_NAME = key("service.name");
    static final byte[] SERVICE_NAMESPACE = key("service.namespace");
    static final byte[] SERVICE_INSTANCE = key("service.instance.id");

    /// Which attributes become `job` and `instance`.
    static final List<byte[]> IDENTIFYING =
            List.of(SERVICE_NAMESPACE, SERVICE_NAME, SERVICE_INSTANCE);

    private final Texts texts;
    private final AttributeList attributes;
    private final LabelSet promoted = new LabelSet();
    private OtlpRefusal fault = OtlpRefusal.NONE;
    private int jobOffset;
    private int jobLength;
    private int instanceOffset;
    private int instanceLength;

    ResourceLabels(Texts texts) {
        this.texts = texts;
        this.attributes = new AttributeList(texts);
    }

    /// To be filled before `settle`.
    AttributeList attributes() {
        return attributes;
    }

    /// Looks at the attributes.
    void settle(PromotedKeys keys, Vocabulary words, SeriesWriter writer) {
        fault = attributes.isTooDeep() ? OtlpRefusal.TOO_DEEP : promote(keys, words);
        writer.addSymbols(promoted);
        findJob();
        int instance = attributes.find(SERVICE_INSTANCE);
        instanceOffset = instance < 0 ? 0 : attributes.valueOffset(instance);
        instanceLength = instance < 0 ? 0 : attributes.valueLength(instance);
    }

    /// Why no point of the resource can be translated.
    OtlpRefusal fault() {
        return fault;
    }

    LabelSet promoted() {
        return promoted;
    }

    /// Sets `job` and `instance`, where the resource has them.
    void setIdentity(Vocabulary words, LabelSet into) {
        if (jobLength > 0) {
            into.set(words.job(), jobOffset, jobLength);
        }
        if (instanceLength > 0) {
            into.set(words.instance(), instanceOffset, instanceLength);
        }
    }

    /// Whether it has attributes beside those that are `job` and `instance`.
    boolean hasOthers() {
        int others = attributes.count();
        for (int i = 0; i < IDENTIFYING.size(); i++) {
            others -= attributes.find(IDENTIFYING.get(i)) < 0 ? 0 : 1;
        }
        return others > 0;
    }

    private OtlpRefusal promote(PromotedKeys keys, Vocabulary words) {
        promoted.begin(words.labels());
        int count = 0;
        for (int i = 0; i < attributes.count(); i++) {
            if (!keys.has(attributes, i)) {
                continue;
            }
            if (++count > keys.countMax()) {
                return OtlpRefusal.TOO_MANY_PROMOTED;
            }
            Word name =
                    words.labels()
                            .ofAttribute(
                                    texts.bytes(),
                                    attributes.keyOffset(i),
                                    attributes.keyLength(i),
                                    i);
            if (name.isUnderscores()) {
                return words.labels().isFull()
                        ? OtlpRefusal.TOO_MANY_LABEL_NAMES
                        : OtlpRefusal.LABEL_NAME;
            }
            if (name != words.metricName()) {
                promoted.set(name, attributes.valueOffset(i), attributes.valueLength(i));
            }
        }
        return OtlpRefusal.NONE;
    }

    /// The namespace and the name with a slash between; without a name there is no job.
    private void findJob() {
        int name = attributes.find(SERVICE_NAME);
        int namespace = attributes.find(SERVICE_NAMESPACE);
        jobOffset = name < 0 ? 0 : attributes.valueOffset(name);
        jobLength = name < 0 ? 0 : attributes.valueLength(name);
        if (name >= 0 && namespace >= 0) {
            int start = texts.end();
            texts.put(
                    texts.bytes(),
                    attributes.valueOffset(namespace),
                    attributes.valueLength(namespace));
            texts.put((byte) '/');
            texts.put(texts.bytes(), jobOffset, jobLength);
            jobOffset = start;
            jobLength = texts.end() - start;
        }
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
