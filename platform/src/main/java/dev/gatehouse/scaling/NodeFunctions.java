package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.CustomizedMetricSpecification;
import dev.gatehouse.aws.applicationautoscaling.MetricDimension;
import dev.gatehouse.aws.applicationautoscaling.TargetTrackingScalingPolicyConfiguration;
import dev.gatehouse.client.AwsClient;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Functions and metrics of this node, through their operations. */
final class NodeFunctions implements ScaledFunctions {
    private static final String LAMBDA = "lambda";
    private static final int MINUTE_SECONDS = 60;

    private final AwsServices services;

    NodeFunctions(AwsServices services) {
        this.services = services;
    }

    private AwsClient client(Scope scope) {
        return services.as(new CallerIdentity(Principal.root(scope.account()), scope.region()));
    }

    private static Map<String, Object> named(ScaledResource resource) {
        return new HashMap<>(
                Map.of("FunctionName", resource.function(), "Qualifier", resource.qualifier()));
    }

    @Override
    public int capacity(Scope scope, ScaledResource resource) {
        Object asked = config(scope, resource).get("RequestedProvisionedConcurrentExecutions");
        return asked instanceof Number number ? number.intValue() : 0;
    }

    @Override
    public boolean isReady(Scope scope, ScaledResource resource) {
        Object status = config(scope, resource).get("Status");
        return status == null || status.equals("READY");
    }

    /** Nothing when there is none. */
    private Map<String, Object> config(Scope scope, ScaledResource resource) {
        try {
            return client(scope).call(LAMBDA, "GetProvisionedConcurrencyConfig", named(resource));
        } catch (ServiceException absent) {
            if (absent.code().equals("ProvisionedConcurrencyConfigNotFoundException")) {
                return Map.of();
            }
            throw absent;
        }
    }

    @Override
    public void change(Scope scope, ScaledResource resource, int capacity) {
        Map<String, Object> input = named(resource);
        if (capacity == 0) {
            client(scope).call(LAMBDA, "DeleteProvisionedConcurrencyConfig", input);
            return;
        }
        input.put("ProvisionedConcurrentExecutions", capacity);
        client(scope).call(LAMBDA, "PutProvisionedConcurrencyConfig", input);
    }

    @Override
    public Map<Long, Double> minutes(
            Scope scope,
            ScaledResource resource,
            TargetTrackingScalingPolicyConfiguration settings,
            long from,
            long to) {
        Map<String, Object> input = metric(resource, settings);
        input.put("StartTime", Instant.ofEpochMilli(from));
        input.put("EndTime", Instant.ofEpochMilli(to));
        input.put("Period", MINUTE_SECONDS);
        String statistic = statistic(settings);
        input.put("Statistics", List.of(statistic));
        Map<String, Object> found = client(scope).call("cloudwatch", "GetMetricStatistics", input);
        Map<Long, Double> minutes = new TreeMap<>();
        if (found.get("Datapoints") instanceof List<?> points) {
            for (Object point : points) {
                if (point instanceof Map<?, ?> values
                        && values.get("Timestamp") instanceof Instant at
                        && values.get(statistic) instanceof Number value) {
                    minutes.put(at.toEpochMilli(), value.doubleValue());
                }
            }
        }
        return minutes;
    }

    private static String statistic(TargetTrackingScalingPolicyConfiguration settings) {
        CustomizedMetricSpecification customized = settings.customizedMetricSpecification();
        return customized == null ? "Average" : Objects.requireNonNull(customized.statistic());
    }

    private static Map<String, Object> metric(
            ScaledResource resource, TargetTrackingScalingPolicyConfiguration settings) {
        Map<String, Object> input = new HashMap<>();
        CustomizedMetricSpecification customized = settings.customizedMetricSpecification();
        if (customized == null) {
            input.put("Namespace", "AWS/Lambda");
            input.put("MetricName", "ProvisionedConcurrencyUtilization");
            input.put(
                    "Dimensions",
                    List.of(
                            Map.of("Name", "FunctionName", "Value", resource.function()),
                            Map.of("Name", "Resource", "Value", resource.metricResource())));
            return input;
        }
        input.put("Namespace", customized.namespace());
        input.put("MetricName", customized.metricName());
        input.put("Unit", customized.unit());
        List<MetricDimension> dimensions = customized.dimensions();
        if (dimensions != null) {
            input.put(
                    "Dimensions",
                    dimensions.stream()
                            .map(each -> Map.of("Name", each.name(), "Value", each.value()))
                            .toList());
        }
        return input;
    }
}
