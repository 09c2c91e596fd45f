/// The disk, as a part that is handed in: files by position, directories, one lock.
///
/// *Start here*: {@link io.tributary.runtime.disk.Disk}, {@link
/// io.tributary.runtime.disk.DiskFile}; {@link io.tributary.runtime.disk.LocalDisk} is the real
/// one, {@link io.tributary.runtime.disk.OverlayDisk} the same with all changes kept in memory,
/// `SimulatedDisk` (with the tests) the one that crashes, tears and fills up.
///
/// What is deliberately hidden: `FileChannel`s, because an interrupt closes one for everybody.
/// Files here work on interrupted threads and leave the flag as it is. Durability is spoken of in
/// two words only: {@link io.tributary.runtime.disk.DiskFile#sync} for a file's bytes, {@link
/// io.tributary.runtime.disk.Disk#syncDirectory} for its name. A full disk is {@link
/// io.tributary.runtime.disk.NoSpaceException}, whatever the operation.
///
/// Safe from any thread. On the commit path: nothing is allocated per byte, and a call costs little
/// beside its system call. Mapped files and asynchronous calls are not offered.
@NullMarked
package io.tributary.runtime.disk;

import org.jspecify.annotations.NullMarked;
