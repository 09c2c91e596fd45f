package io.tributary.format.otlp.series;

import io.tributary.format.otlp.name.Families;
import io.tributary.format.otlp.name.LabelNames;
import io.tributary.format.otlp.name.Word;
import io.tributary.format.otlp.rules.OtlpRefusal;
import io.tributary.format.otlp.rules.OtlpSettings;
import io.tributary.model.Label;

/// The names of one way of naming: those that attributes and metrics become, and those that are
/// ours to give. Owned by one thread at a time.
final class Vocabulary {
    private final LabelNames labels;
    private final Families families;
    private Word metricName = Word.NONE;
    private Word job = Word.NONE;
    private Word instance = Word.NONE;
    private Word bound = Word.NONE;
    private Word quantile = Word.NONE;
    private Word scopeName = Word.NONE;
    private Word scopeVersion = Word.NONE;
    private Word scopeSchema = Word.NONE;

    Vocabulary(OtlpSettings settings) {
        labels = new LabelNames(settings.labelNaming());
        families = new Families(settings.metricNaming());
        findOwn();
    }

    /// Before each request.
    void begin() {
        families.begin();
        if (labels.begin()) {
            findOwn();
        }
    }

    private void findOwn() {
        metricName = labels.ofLabel(Label.METRIC_NAME);
        job = labels.ofLabel("job");
        instance = labels.ofLabel("instance");
        bound = labels.ofLabel("le");
        quantile = labels.ofLabel("quantile");
        scopeName = labels.ofLabel("otel_scope_name");
        scopeVersion = labels.ofLabel("otel_scope_version");
        scopeSchema = labels.ofLabel("otel_scope_schema_url");
    }

    LabelNames labels() {
        return labels;
    }

    /// Why the attribute asked for last became no label.
    OtlpRefusal noLabel() {
        return labels.isFull() ? OtlpRefusal.TOO_MANY_LABEL_NAMES : OtlpRefusal.LABEL_NAME;
    }

    Families families() {
        return families;
    }

    Word metricName() {
        return metricName;
    }

    Word job() {
        return job;
    }

    Word instance() {
        return instance;
    }

    Word bound() {
        return bound;
    }

    Word quantile() {
        return quantile;
    }

    Word scopeName() {
        return scopeName;
    }

    Word scopeVersion() {
        return scopeVersion;
    }

    Word scopeSchema() {
        return scopeSchema;
    }
}
