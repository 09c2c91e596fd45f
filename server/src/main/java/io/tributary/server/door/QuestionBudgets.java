package io.tributary.server.door;

import io.tributary.model.flow.ReadBudget;
import java.util.function.ToLongFunction;

/// What questions may hold in memory.
///
/// @param questionBytesMax each of them
/// @param all all of them together
public record QuestionBudgets(ToLongFunction<ApiRoute.Request> questionBytesMax, ReadBudget all) {
    /// A budget for one question, to be closed when it is over. Nobody wants the answer any more
    /// once its sender is gone.
    public ReadBudget open(ApiRoute.Request request) {
        ReadBudget budget = all.within(questionBytesMax.applyAsLong(request));
        request.exchange().onDisconnect(budget::cancel);
        return budget;
    }
}
