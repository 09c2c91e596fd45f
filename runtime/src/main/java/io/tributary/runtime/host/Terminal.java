package io.tributary.runtime.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalInt;

/// The terminal that standard output goes to, if it goes to one.
public final class Terminal {
    private static final int STANDARD_OUTPUT = 1;

    /// `TIOCGWINSZ` of Linux on x86-64 and AArch64.
    private static final long WINDOW_SIZE = 0x5413;

    private Terminal() {}

    /// How many characters stand in a line; empty where there is no terminal or it does not say.
    @SuppressWarnings("restricted") // a call into the C library
    public static OptionalInt columns() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return OptionalInt.empty();
        }
        Linker linker = Linker.nativeLinker();
        Optional<MethodHandle> ioctl =
                linker.defaultLookup()
                        .find("ioctl")
                        .map(address ->
                                linker.downcallHandle(
                                        address,
                                        FunctionDescriptor.of(
                                                JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                                        Linker.Option.firstVariadicArg(2)));
        return ioctl.isEmpty() ? OptionalInt.empty() : columns(ioctl.get());
    }

    /// `struct winsize`: rows, columns and two more, 16 bits each.
    private static OptionalInt columns(MethodHandle ioctl) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 8);
            int failed = (int) ioctl.invokeExact(STANDARD_OUTPUT, WINDOW_SIZE, size);
            int columns = Short.toUnsignedInt(size.getAtIndex(JAVA_SHORT, 1));
            return failed != 0 || columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
        } catch (Throwable e) {
            throw new IllegalStateException("BUG: ioctl cannot be called", e);
        }
    }
}
