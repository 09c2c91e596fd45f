package io.tributary.tsdb.lanes;

import io.tributary.tsdb.memory.LongSlabs;

/// The blocks that open chunks are made of: three longs of payload and the next block's number, 32
/// bytes.
///
/// Small enough that a short chunk wastes little, and freed as a chain when the chunk is sealed.
/// One writer. A reader without the lock may follow a chain that is being freed; it bounds its
/// steps, and the series' version tells it to throw the copy away.
final class BlockPool {
    /// Longs of payload in a block.
    static final int PAYLOAD = 3;

    static final int NONE = -1;

    private static final int NEXT = 3;

    private final LongSlabs blocks = new LongSlabs(4);
    private int made;
    private int free = NONE;
    private int freeCount;

    /// A block for use; its payload is what was left in it.
    int take() {
        if (free == NONE) {
            blocks.ensure(made + 1);
            blocks.setWord(made, NEXT, NONE);
            return made++;
        }
        int block = free;
        free = next(block);
        freeCount--;
        blocks.setWord(block, NEXT, NONE);
        return block;
    }

    void link(int block, int next) {
        blocks.setWord(block, NEXT, next);
    }

    void set(int block, int place, long payload) {
        blocks.setWord(block, place, payload);
    }

    long payload(int block, int place) {
        return blocks.word(block, place);
    }

    int next(int block) {
        return (int) blocks.word(block, NEXT);
    }

    /// Whether the number can be that of a block: for readers whose chain may be torn.
    boolean isBlock(int block) {
        return block >= 0 && block < blocks.capacity();
    }

    /// Frees a whole chain.
    void free(int first, int last, int count) {
        blocks.setWord(last, NEXT, free);
        free = first;
        freeCount += count;
    }

    /// Blocks in use.
    int used() {
        return made - freeCount;
    }

    long sizeBytes() {
        return blocks.sizeBytes();
    }
}
