package io.tributary.gateway.admin;

import io.tributary.gateway.registry.journal.HistoryEntry;
import io.tributary.model.Tenant;

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

                @Override
                public void replaced(String who, String from, Tenant tenant, String what) {}
            };

    /// An object was changed.
    void changed(HistoryEntry change);

    /// Somebody wanted what they may not do.
    ///
    /// @param what they wanted, in words
    void refused(String who, String from, String what);

    /// Somebody had other settings of a tenant be in force than those that were frozen.
    ///
    /// @param what they are, before and after, in words
    void replaced(String who, String from, Tenant tenant, String what);
}
