package io.tributary.format.otlp.name;

/// How names of attributes become names of labels.
///
/// @param escapes whether all but ASCII letters and digits become underscores; else names stay
/// @param prefixesUnderscore whether `key` is put before a name that then begins with one
///   underscore
/// @param keepsUnderscores whether underscores in a row stay; else they become one
public record LabelNaming(boolean escapes, boolean prefixesUnderscore, boolean keepsUnderscores) {}
