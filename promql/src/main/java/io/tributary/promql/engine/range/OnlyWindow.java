package io.tributary.promql.engine.range;

import io.tributary.model.flow.SampleColumn;
import io.tributary.promql.ast.Extension;
import io.tributary.promql.engine.operator.EvaluationException;
import io.tributary.promql.engine.select.Windows;
import java.io.IOException;

/// The samples in the only window of each series, as a query for just a range answers it. Of an
/// `anchored` or `smoothed` range, what stands at its borders and the samples between (Prometheus:
/// `matrixSelector` and `extendFloats` in `promql/engine.go`).
public final class OnlyWindow {
    private final Windows windows;
    private final Extension extension;
    private final Borders borders;
    private final Window window = new Window();

    public OnlyWindow(Windows windows) {
        this.windows = windows;
        this.extension = windows.reach().extension();
        this.borders = new Borders(extension == Extension.SMOOTHED);
        window.endMillis = windows.moments().last();
        window.startMillis = window.endMillis - windows.rangeMillis();
    }

    /// Those of the next series, the caller's own.
    ///
    /// @throws EvaluationException if there are histograms where borders lie between samples
    /// @throws IOException if stored data cannot be read
    public SampleColumn next() throws IOException {
        SampleColumn samples = samples();
        windows.countAnswer(samples);
        return samples;
    }

    private SampleColumn samples() throws IOException {
        SampleColumn samples = windows.input().next();
        window.reset(samples);
        window.from = 0;
        int size = samples.size();
        window.from = window.firstBehind(window.startMillis - windows.reach().beforeMillis(), size);
        window.to = window.firstBehind(window.endMillis + windows.reach().behindMillis(), size);
        if (extension != Extension.NONE) {
            return bordered();
        }
        SampleColumn inside = new SampleColumn(window.size());
        addTo(inside, window.from, window.to);
        return inside;
    }

    private SampleColumn bordered() {
        if (window.histogramCount() > 0) {
            throw new EvaluationException(
                    "%s modifier is not supported with histograms"
                            .formatted(extension == Extension.SMOOTHED ? "smoothed" : "anchored"));
        }
        SampleColumn bordered = new SampleColumn(window.size() + 2);
        if (window.size() > 0 && borders.find(window)) {
            bordered.add(window.startMillis, borders.left(window, false));
            addTo(bordered, borders.inside(window), borders.behind(window));
            bordered.add(window.endMillis, borders.right(window, false));
        }
        return bordered;
    }

    private void addTo(SampleColumn into, int from, int to) {
        for (int i = from; i < to; i++) {
            into.addFrom(window.samples, i);
        }
    }
}
