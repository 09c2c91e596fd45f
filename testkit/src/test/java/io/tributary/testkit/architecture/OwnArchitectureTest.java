package io.tributary.testkit.architecture;

/// The rules over this module itself, whose main classes Surefire does not scan for tests.
final class OwnArchitectureTest extends ArchitectureTest {}
