package dev.gatehouse.cloudformation.type.lambda;

import dev.gatehouse.cloudformation.resource.ResourceType;
import java.util.List;

/** The types of Lambda. A new one is a file and a line here. */
public final class LambdaTypes {
    /** Every type. */
    public static final List<ResourceType> ALL =
            List.of(
                    new LambdaFunction(),
                    new LambdaVersion(),
                    new LambdaAlias(),
                    new LambdaPermission(),
                    new LambdaUrl(),
                    new LambdaEventInvokeConfig(),
                    new LambdaCodeSigningConfig(),
                    new LambdaLayerVersion(),
                    new LambdaLayerVersionPermission());

    private LambdaTypes() {}
}
