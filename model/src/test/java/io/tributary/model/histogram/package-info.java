/// Tests of native histograms, their normal form and their bytes.
@NullMarked
package io.tributary.model.histogram;

import org.jspecify.annotations.NullMarked;
