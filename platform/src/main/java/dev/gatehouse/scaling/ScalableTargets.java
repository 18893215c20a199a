package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.DeregisterScalableTargetRequest;
import dev.gatehouse.aws.applicationautoscaling.DeregisterScalableTargetResponse;
import dev.gatehouse.aws.applicationautoscaling.DescribeScalableTargetsRequest;
import dev.gatehouse.aws.applicationautoscaling.DescribeScalableTargetsResponse;
import dev.gatehouse.aws.applicationautoscaling.RegisterScalableTargetRequest;
import dev.gatehouse.aws.applicationautoscaling.RegisterScalableTargetResponse;
import dev.gatehouse.aws.applicationautoscaling.ScalableTarget;
import dev.gatehouse.aws.applicationautoscaling.SuspendedState;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.scaling.StoredTarget.Range;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** RegisterScalableTarget, DescribeScalableTargets, DeregisterScalableTarget. */
final class ScalableTargets {
    private final TargetCatalog targets;
    private final ScaledFunctions functions;
    private final Clock clock;

    ScalableTargets(TargetCatalog targets, ScaledFunctions functions, Clock clock) {
        this.targets = targets;
        this.functions = functions;
        this.clock = clock;
    }

    RegisterScalableTargetResponse register(
            RequestContext context, RegisterScalableTargetRequest input) {
        ScaledResource resource =
                ScaledResource.of(
                        input.serviceNamespace(), input.resourceId(), input.scalableDimension());
        Scope scope = TargetCatalog.scope(context);
        Map<String, String> tags = TargetTags.checked(input.tags());
        StoredTarget known = targets.find(scope, input.resourceId()).orElse(null);
        if (known == null) {
            requireResource(scope, resource, input.resourceId());
        } else if (!tags.isEmpty()) {
            throw ScalingErrors.validation(
                    "The scalable target that you tried to tag already exists. To update tags on"
                            + " an existing scalable target, use the TagResource API.");
        }
        Range range = range(known == null ? null : known.range(), input);
        StoredTarget fresh =
                new StoredTarget(
                        input.resourceId(),
                        UUID.randomUUID().toString().replace("-", "").substring(0, 32) + "0001",
                        clock.millis(),
                        range,
                        tags,
                        Map.of(),
                        Map.of(),
                        new StoredTarget.Open("registered", null));
        UnaryOperator<StoredTarget> change =
                each -> each.within(range(each.range(), input), "registered");
        StoredTarget stored = targets.put(scope, fresh, change);
        return RegisterScalableTargetResponse.builder()
                .scalableTargetARN(TargetCatalog.arn(scope, stored))
                .build();
    }

    private void requireResource(Scope scope, ScaledResource resource, String resourceId) {
        try {
            functions.capacity(scope, resource);
        } catch (ServiceException absent) {
            if (absent.status() != 404 && !resource.qualifier().equals("$LATEST")) {
                throw absent;
            }
            throw ScalingErrors.validation("Lambda function doesn't exist: %s", resourceId);
        }
    }

    private static Range range(@Nullable Range before, RegisterScalableTargetRequest input) {
        Integer min = input.minCapacity();
        Integer max = input.maxCapacity();
        if (before == null && (min == null || max == null)) {
            throw ScalingErrors.validation(
                    "%s capacity must be specified when registering a new scalable target",
                    min == null ? "Minimum" : "Maximum");
        }
        Range start = before == null ? new Range(0, 0, false, false, false) : before;
        SuspendedState suspended = input.suspendedState();
        Range range = start.to(min, max);
        checkRange(range.min(), range.max());
        return suspended == null
                ? range
                : new Range(
                        range.min(),
                        range.max(),
                        or(suspended.dynamicScalingInSuspended(), start.suspendedIn()),
                        or(suspended.dynamicScalingOutSuspended(), start.suspendedOut()),
                        or(suspended.scheduledScalingSuspended(), start.suspendedSchedule()));
    }

    private static boolean or(@Nullable Boolean told, boolean before) {
        return Objects.requireNonNullElse(told, before);
    }

    static void checkRange(@Nullable Integer min, @Nullable Integer max) {
        if (min != null && min < 0) {
            throw ScalingErrors.validation("Minimum capacity must be greater than or equal to 0");
        }
        if (min != null && max != null && max < min) {
            throw ScalingErrors.validation("Maximum capacity cannot be less than minimum capacity");
        }
    }

    DescribeScalableTargetsResponse describe(
            RequestContext context, DescribeScalableTargetsRequest input) {
        Scope scope = TargetCatalog.scope(context);
        List<String> wanted = input.resourceIds();
        List<StoredTarget> all =
                ScaledResource.isKnown(input.serviceNamespace(), input.scalableDimension())
                        ? targets.list(scope).stream()
                                .filter(
                                        each ->
                                                wanted == null
                                                        || wanted.isEmpty()
                                                        || wanted.contains(each.resourceId()))
                                .toList()
                        : List.of();
        ScalingPage<StoredTarget> page =
                ScalingPage.of(
                        all, StoredTarget::resourceId, input.nextToken(), input.maxResults());
        return DescribeScalableTargetsResponse.builder()
                .scalableTargets(page.items().stream().map(each -> view(scope, each)).toList())
                .nextToken(page.next())
                .build();
    }

    private static ScalableTarget view(Scope scope, StoredTarget target) {
        Range range = target.range();
        return ScalableTarget.builder()
                .serviceNamespace(ScaledResource.NAMESPACE)
                .resourceId(target.resourceId())
                .scalableDimension(ScaledResource.DIMENSION)
                .minCapacity(range.min())
                .maxCapacity(range.max())
                .roleARN(ScaledResource.role(scope))
                .creationTime(Instant.ofEpochMilli(target.createdMillis()))
                .suspendedState(
                        SuspendedState.builder()
                                .dynamicScalingInSuspended(range.suspendedIn())
                                .dynamicScalingOutSuspended(range.suspendedOut())
                                .scheduledScalingSuspended(range.suspendedSchedule())
                                .build())
                .scalableTargetARN(TargetCatalog.arn(scope, target))
                .build();
    }

    /** Its policies and scheduled actions go with it; the capacity stays. */
    DeregisterScalableTargetResponse deregister(
            RequestContext context, DeregisterScalableTargetRequest input) {
        ScaledResource.of(input.serviceNamespace(), input.resourceId(), input.scalableDimension());
        if (!targets.delete(TargetCatalog.scope(context), input.resourceId())) {
            throw ScalingErrors.notRegistered(input.resourceId());
        }
        return DeregisterScalableTargetResponse.builder().build();
    }
}
