package io.tributary.format.otlp.series;

import io.tributary.format.otlp.attribute.AttributeList;
import io.tributary.format.otlp.attribute.Texts;
import io.tributary.format.otlp.name.LabelSet;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.protobuf.TextRange;
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
    private final TextRange job = new TextRange();
    private final TextRange instance = new TextRange();
    private OtlpRefusal fault = OtlpRefusal.NONE;

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
        setValue(instance, attributes.find(SERVICE_INSTANCE));
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
        if (job.length() > 0) {
            into.set(words.job(), job.offset(), job.length());
        }
        if (instance.length() > 0) {
            into.set(words.instance(), instance.offset(), instance.length());
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
                return words.noLabel();
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
        setValue(job, name);
        if (name >= 0 && namespace >= 0) {
            int start = texts.end();
            texts.put(
                    texts.bytes(),
                    attributes.valueOffset(namespace),
                    attributes.valueLength(namespace));
            texts.put((byte) '/');
            texts.put(texts.bytes(), job.offset(), job.length());
            job.set(start, texts.end() - start);
        }
    }

    /// @param attribute -1 where there is none
    private void setValue(TextRange into, int attribute) {
        if (attribute < 0) {
            into.clear();
        } else {
            into.set(attributes.valueOffset(attribute), attributes.valueLength(attribute));
        }
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
