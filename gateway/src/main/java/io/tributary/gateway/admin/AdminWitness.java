package io.tributary.gateway.admin;

import io.tributary.gateway.registry.journal.HistoryEntry;

/// Is told what is done to the registry by its API. Called on the thread of the request, after the
/// change is in force; must not block for long.
public interface AdminWitness {
    /// Nobody is told; the journal still keeps each change.
    AdminWitness NONE =
            new AdminWitness() {
                @Override
                public void changed(HistoryEntry change) {}

                @Override
                public void refused(String who, String from, String what) {}
            };

    /// An object was changed.
    void changed(HistoryEntry change);

    /// Somebody wanted what they may not do.
    ///
    /// @param what they wanted, in words
    void refused(String who, String from, String what);
}
