package dev.gatehouse.lambda.plan;

import org.jspecify.annotations.Nullable;

/**
 * One statement of a function's resource policy, as AddPermission makes them.
 *
 * @param qualifier the version or alias it is attached to; null for the function itself
 * @param principal a service such as {@code apigateway.amazonaws.com}, an account, an ARN or {@code
 *     *}
 * @param action such as {@code lambda:InvokeFunction}; may end in {@code *}
 * @param sourceArn a pattern the source must match when given, with {@code *} and {@code ?}
 * @param sourceAccount the account the source must belong to when given
 */
public record FunctionPermission(
        @Nullable String qualifier,
        String principal,
        String action,
        @Nullable String sourceArn,
        @Nullable String sourceAccount) {}
