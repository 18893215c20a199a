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

/** {@code AWS::CloudWatch::Alarm} and {@code AWS::CloudWatch::CompositeAlarm}. */
public final class CloudWatchAlarm implements ResourceType {
    private static final String SERVICE = "cloudwatch";
    private static final String NAME = "AlarmName";
    private static final int LONGEST_NAME = 255;

    private final Form form;

    public CloudWatchAlarm(Form form) {
        this.form = form;
    }

    /** Of what an alarm tells. */
    public enum Form {
        /** A metric. */
        METRIC("AWS::CloudWatch::Alarm", "PutMetricAlarm", "MetricAlarms"),
        /** Other alarms. */
        COMPOSITE("AWS::CloudWatch::CompositeAlarm", "PutCompositeAlarm", "CompositeAlarms");

        private final String type;
        private final String operation;
        private final String listed;

        Form(String type, String operation, String listed) {
            this.type = type;
            this.operation = operation;
            this.listed = listed;
        }

        private Set<String> properties() {
            return this == METRIC ? OF_METRICS : OF_ALARMS;
        }
    }

    private static final Set<String> OF_ALARMS =
            Set.of(
                    NAME,
                    "AlarmDescription",
                    "ActionsEnabled",
                    "AlarmActions",
                    "OKActions",
                    "InsufficientDataActions",
                    "AlarmRule",
                    "Tags.*");

    private static final Set<String> OF_METRICS =
            Set.of(
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

    @Override
    public String name() {
        return form.type;
    }

    @Override
    public Set<String> properties() {
        return form.properties();
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        ObjectNode input = Target.input();
        input.putArray("AlarmNames").add(name);
        input.putArray("AlarmTypes").add("MetricAlarm").add("CompositeAlarm");
        JsonNode found = target.call(SERVICE, "DescribeAlarms", input).path(form.listed);
        return found.isEmpty() ? List.of() : List.of(physical(target, name));
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String name = nameOf(target, declared);
        target.call(SERVICE, form.operation, declared.deepCopy().put(NAME, name));
        return physical(target, name);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        if (Tagging.differBeyond(before, declared)) {
            target.call(SERVICE, form.operation, declared.deepCopy().put(NAME, current.id()));
        }
        String arn = arn(target, current.id());
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put("ResourceARN", arn);
            input.set("TagKeys", removed);
            target.call(SERVICE, "UntagResource", input);
        }
        if (!declared.path("Tags").isEmpty()
                && !before.path("Tags").equals(declared.path("Tags"))) {
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
