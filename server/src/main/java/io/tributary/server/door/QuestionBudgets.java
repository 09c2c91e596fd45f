package io.tributary.server.door;

import io.tributary.model.flow.ReadBudget;

/// What questions may hold in memory.
///
/// @param questionBytesMax each of them
/// @param all all of them together
public record QuestionBudgets(long questionBytesMax, ReadBudget all) {
    /// A budget for one question; to be closed when it is over.
    public ReadBudget open() {
        return all.within(questionBytesMax);
    }

    /// Likewise, for one that nobody wants any more once its sender is gone.
    public ReadBudget open(ApiRoute.Request request) {
        ReadBudget budget = open();
        request.exchange().onDisconnect(budget::cancel);
        return budget;
    }
}
