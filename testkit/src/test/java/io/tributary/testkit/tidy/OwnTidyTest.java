package io.tributary.testkit.tidy;

/// The rules over this module itself, whose main classes Surefire does not scan for tests.
final class OwnTidyTest extends TidyTest {}
