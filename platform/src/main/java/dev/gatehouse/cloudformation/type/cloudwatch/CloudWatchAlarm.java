package dev.gatehouse.cloudformation.type.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.kernel.Arn;
import java.util.List;
import java.util.Set;

/** {@code AWS::CloudWatch::Alarm}. */
public final class CloudWatchAlarm implements ResourceType {
    private static final String SERVICE = "cloudwatch";
    private static final String NAME = "AlarmName";
    private static final int LONGEST_NAME = 255;

    @Override
    public String name() {
        return "AWS::CloudWatch::Alarm";
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                NAME,
                "AlarmDescription",
                "ActionsEnabled",
                "AlarmActions",
                "OKActions",
                "InsufficientDataActions",
                "Namespace",
                "MetricName",
                "Dimensions.Name",
                "Dimensions.Value",
                "Statistic",
                "ExtendedStatistic",
                "Period",
                "Unit",
                "EvaluationPeriods",
                "DatapointsToAlarm",
                "Threshold",
                "ComparisonOperator",
                "TreatMissingData",
                "EvaluateLowSampleCountPercentile",
                "Metrics.Id",
                "Metrics.Expression",
                "Metrics.Label",
                "Metrics.ReturnData",
                "Metrics.Period",
                "Metrics.AccountId",
                "Metrics.MetricStat.Metric.Namespace",
                "Metrics.MetricStat.Metric.MetricName",
                "Metrics.MetricStat.Metric.Dimensions.Name",
                "Metrics.MetricStat.Metric.Dimensions.Value",
                "Metrics.MetricStat.Period",
                "Metrics.MetricStat.Stat",
                "Metrics.MetricStat.Unit",
                "Tags.*");
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = Target.input();
        input.putArray("AlarmNames").add(name);
        JsonNode found = target.call(SERVICE, "DescribeAlarms", input).path("MetricAlarms");
        return found.isEmpty() ? List.of() : List.of(physical(target, name));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        target.call(SERVICE, "PutMetricAlarm", declared.deepCopy().put(NAME, name));
        return physical(target, name);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        target.call(SERVICE, "PutMetricAlarm", declared.deepCopy().put(NAME, current.id()));
        String arn = arn(target, current.id());
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put("ResourceARN", arn);
            input.set("TagKeys", removed);
            target.call(SERVICE, "UntagResource", input);
        }
        if (!declared.path("Tags").isEmpty()) {
            ObjectNode input = Target.input().put("ResourceARN", arn);
            input.set("Tags", declared.path("Tags"));
            target.call(SERVICE, "TagResource", input);
        }
        return physical(target, current.id());
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        ObjectNode input = Target.input();
        input.putArray("AlarmNames").add(current.id());
        target.remove(SERVICE, "DeleteAlarms", input);
    }

    private static Physical physical(Target target, String name) {
        return new Physical(name).with("Arn", arn(target, name));
    }

    private static String arn(Target target, String name) {
        return Arn.of(
                        SERVICE,
                        target.identity().region(),
                        target.identity().account(),
                        "alarm:" + name)
                .toString();
    }

    private static String nameOf(Target target, ObjectNode declared) {
        return declared.has(NAME)
                ? declared.get(NAME).asText()
                : target.generatedName(LONGEST_NAME);
    }
}
