package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.CustomizedMetricSpecification;
import dev.gatehouse.aws.applicationautoscaling.DeleteScalingPolicyRequest;
import dev.gatehouse.aws.applicationautoscaling.DeleteScalingPolicyResponse;
import dev.gatehouse.aws.applicationautoscaling.DescribeScalingPoliciesRequest;
import dev.gatehouse.aws.applicationautoscaling.DescribeScalingPoliciesResponse;
import dev.gatehouse.aws.applicationautoscaling.PredefinedMetricSpecification;
import dev.gatehouse.aws.applicationautoscaling.PutScalingPolicyRequest;
import dev.gatehouse.aws.applicationautoscaling.PutScalingPolicyResponse;
import dev.gatehouse.aws.applicationautoscaling.ScalingPolicy;
import dev.gatehouse.aws.applicationautoscaling.TargetTrackingScalingPolicyConfiguration;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import dev.gatehouse.wire.format.Structures;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** PutScalingPolicy, DescribeScalingPolicies, DeleteScalingPolicy. */
final class ScalingPolicies {
    private static final String TRACKING = "TargetTrackingScaling";
    private static final String UTILIZATION = "LambdaProvisionedConcurrencyUtilization";

    /** "Quotas for Application Auto Scaling". */
    private static final int MOST = 50;

    private final TargetCatalog targets;
    private final Clock clock;

    ScalingPolicies(TargetCatalog targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
    }

    PutScalingPolicyResponse put(RequestContext context, PutScalingPolicyRequest input) {
        ScaledResource.of(input.serviceNamespace(), input.resourceId(), input.scalableDimension());
        TargetTrackingScalingPolicyConfiguration settings = settings(input);
        Scope scope = TargetCatalog.scope(context);
        targets.require(scope, input.resourceId());
        StoredPolicy fresh =
                new StoredPolicy(
                        input.policyName(),
                        UUID.randomUUID().toString(),
                        clock.millis(),
                        Structures.toMap(settings.data()),
                        0,
                        0);
        StoredTarget changed =
                targets.update(scope, input.resourceId(), target -> with(target, fresh))
                        .orElseThrow(() -> ScalingErrors.notRegistered(input.resourceId()));
        StoredPolicy stored = changed.policies().getOrDefault(fresh.name(), fresh);
        return PutScalingPolicyResponse.builder()
                .policyARN(arn(scope, changed, stored))
                .alarms(List.of())
                .build();
    }

    /** One that is there keeps its id and what it did. */
    private static StoredTarget with(StoredTarget target, StoredPolicy fresh) {
        StoredPolicy before = target.policies().get(fresh.name());
        if (before == null) {
            if (target.policies().size() >= MOST) {
                throw ScalingErrors.tooMany("scaling policies", MOST);
            }
            return target.with(fresh);
        }
        return target.with(
                new StoredPolicy(
                        before.name(),
                        before.id(),
                        before.createdMillis(),
                        fresh.configuration(),
                        before.scaledOutMillis(),
                        before.scaledInMillis()));
    }

    private static TargetTrackingScalingPolicyConfiguration settings(
            PutScalingPolicyRequest input) {
        if (!TRACKING.equals(input.policyType())) {
            throw ScalingErrors.validation(
                    "Policy type %s is not supported for service namespace %s: %s alone",
                    input.policyType() == null ? "StepScaling" : input.policyType(),
                    ScaledResource.NAMESPACE,
                    TRACKING);
        }
        if (input.stepScalingPolicyConfiguration() != null
                || input.predictiveScalingPolicyConfiguration() != null) {
            throw ScalingErrors.validation(
                    "Only a target tracking scaling policy configuration may be specified for"
                            + " policy type %s",
                    TRACKING);
        }
        TargetTrackingScalingPolicyConfiguration settings =
                input.targetTrackingScalingPolicyConfiguration();
        if (settings == null) {
            throw ScalingErrors.validation(
                    "Target tracking scaling policy configuration must be specified for policy"
                            + " type %s",
                    TRACKING);
        }
        checkMetric(settings);
        return settings;
    }

    private static void checkMetric(TargetTrackingScalingPolicyConfiguration settings) {
        PredefinedMetricSpecification predefined = settings.predefinedMetricSpecification();
        CustomizedMetricSpecification customized = settings.customizedMetricSpecification();
        if ((predefined == null) == (customized == null)) {
            throw ScalingErrors.validation(
                    "Exactly one of predefined metric specification and customized metric"
                            + " specification must be specified");
        }
        double target = settings.targetValue();
        if (predefined != null) {
            if (predefined.resourceLabel() != null) {
                throw ScalingErrors.validation(
                        "Resource label is not supported for predefined metric type %s",
                        predefined.predefinedMetricType());
            }
            checkPredefined(predefined.predefinedMetricType(), target);
        } else if (customized != null) {
            checkCustomized(customized);
        }
        if (!(target > 0)) {
            throw ScalingErrors.validation("Target value must be greater than 0");
        }
    }

    private static void checkPredefined(String type, double target) {
        if (!type.equals(UTILIZATION)) {
            throw ScalingErrors.validation(
                    "Predefined metric type %s is not supported for service namespace %s",
                    type, ScaledResource.NAMESPACE);
        }
        if (target < 0.1 || target > 0.9) {
            throw ScalingErrors.validation(
                    "Target value of %s must be between 0.1 and 0.9", UTILIZATION);
        }
    }

    private static void checkCustomized(CustomizedMetricSpecification customized) {
        if (customized.metrics() != null) {
            throw ScalingErrors.validation(
                    "CustomizedMetricSpecification.Metrics is not supported: name one metric");
        }
        if (customized.metricName() == null
                || customized.namespace() == null
                || customized.statistic() == null) {
            throw ScalingErrors.validation(
                    "Customized metric specification must have a metric name, a namespace and a"
                            + " statistic");
        }
    }

    /** A policy and whose it is. */
    private record Owned(StoredTarget target, StoredPolicy policy) {
        String key() {
            return target.resourceId() + '|' + policy.name();
        }
    }

    DescribeScalingPoliciesResponse describe(
            RequestContext context, DescribeScalingPoliciesRequest input) {
        Scope scope = TargetCatalog.scope(context);
        ScalingPage<Owned> page =
                ScalingPage.of(
                        ScaledResource.isKnown(input.serviceNamespace(), input.scalableDimension())
                                ? found(scope, input.resourceId(), input.policyNames())
                                : List.of(),
                        Owned::key,
                        input.nextToken(),
                        input.maxResults());
        return DescribeScalingPoliciesResponse.builder()
                .scalingPolicies(
                        page.items().stream()
                                .map(each -> view(scope, each.target(), each.policy()))
                                .toList())
                .nextToken(page.next())
                .build();
    }

    private List<Owned> found(
            Scope scope, @Nullable String resourceId, @Nullable List<String> names) {
        return targets.list(scope).stream()
                .filter(target -> resourceId == null || target.resourceId().equals(resourceId))
                .flatMap(
                        target ->
                                target.listedPolicies().stream()
                                        .map(policy -> new Owned(target, policy)))
                .filter(
                        each ->
                                names == null
                                        || names.isEmpty()
                                        || names.contains(each.policy().name())
                                        || names.contains(arn(scope, each.target(), each.policy())))
                .sorted(Comparator.comparing(Owned::key))
                .toList();
    }

    private static ScalingPolicy view(Scope scope, StoredTarget target, StoredPolicy policy) {
        return ScalingPolicy.builder()
                .policyARN(arn(scope, target, policy))
                .policyName(policy.name())
                .serviceNamespace(ScaledResource.NAMESPACE)
                .resourceId(target.resourceId())
                .scalableDimension(ScaledResource.DIMENSION)
                .policyType(TRACKING)
                .targetTrackingScalingPolicyConfiguration(policy.settings())
                .alarms(List.of())
                .creationTime(Instant.ofEpochMilli(policy.createdMillis()))
                .build();
    }

    private static String arn(Scope scope, StoredTarget target, StoredPolicy policy) {
        return ScaledResource.childArn(
                scope,
                "scalingPolicy",
                policy.id(),
                target.resourceId(),
                "policyName",
                policy.name());
    }

    DeleteScalingPolicyResponse delete(RequestContext context, DeleteScalingPolicyRequest input) {
        ScaledResource.of(input.serviceNamespace(), input.resourceId(), input.scalableDimension());
        Scope scope = TargetCatalog.scope(context);
        boolean[] found = new boolean[1];
        targets.update(
                scope,
                input.resourceId(),
                target -> {
                    found[0] = target.policies().containsKey(input.policyName());
                    return target.withoutPolicy(input.policyName());
                });
        if (!found[0]) {
            throw ScalingErrors.notFound(
                    "scaling policy", input.resourceId(), ", policy name: " + input.policyName());
        }
        return DeleteScalingPolicyResponse.builder().build();
    }
}
