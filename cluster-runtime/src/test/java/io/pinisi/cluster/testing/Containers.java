package io.pinisi.cluster.testing;

import io.pinisi.cluster.node.engine.RuntimeDetection;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that run real containers. As root on Linux they always run, and fail where containers
 * do not start; elsewhere they are left out, with the reason.
 */
public final class Containers implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = RuntimeDetection.obstacle();
        boolean mustRun =
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("user.name").equals("root");
        if (mustRun || obstacle.isEmpty()) {
            return ConditionEvaluationResult.enabled("containers run here");
        }
        return ConditionEvaluationResult.disabled(obstacle.get());
    }
}
