package dev.gatehouse.s3.notification;

import dev.gatehouse.function.PushTargets;
import dev.gatehouse.function.PushTargets.Source;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which configurations of notifications a bucket may have. */
final class NotificationCheck {
    /** All that S3 knows; of those that nothing here causes, a bucket never tells. */
    private static final Set<String> EVENTS =
            Set.of(
                    "s3:ReducedRedundancyLostObject",
                    "s3:ObjectCreated:*",
                    "s3:ObjectCreated:Put",
                    "s3:ObjectCreated:Post",
                    "s3:ObjectCreated:Copy",
                    "s3:ObjectCreated:CompleteMultipartUpload",
                    "s3:ObjectRemoved:*",
                    "s3:ObjectRemoved:Delete",
                    "s3:ObjectRemoved:DeleteMarkerCreated",
                    "s3:ObjectRestore:*",
                    "s3:ObjectRestore:Post",
                    "s3:ObjectRestore:Completed",
                    "s3:ObjectRestore:Delete",
                    "s3:Replication:*",
                    "s3:Replication:OperationFailedReplication",
                    "s3:Replication:OperationNotTracked",
                    "s3:Replication:OperationMissedThreshold",
                    "s3:Replication:OperationReplicatedAfterThreshold",
                    "s3:LifecycleTransition",
                    "s3:IntelligentTiering",
                    "s3:ObjectAcl:Put",
                    "s3:LifecycleExpiration:*",
                    "s3:LifecycleExpiration:Delete",
                    "s3:LifecycleExpiration:DeleteMarkerCreated",
                    "s3:ObjectTagging:*",
                    "s3:ObjectTagging:Put",
                    "s3:ObjectTagging:Delete");

    /** A quota of S3 that cannot be raised. */
    private static final int MOST = 100;

    private static final int VALUE_BYTES_MAX = 1_024;
    private static final Map<String, String> SERVICES =
            Map.of("TopicArn", "sns", "QueueArn", "sqs", "LambdaFunctionArn", "lambda");

    private NotificationCheck() {}

    /**
     * Rejects what S3 rejects for its form.
     *
     * @param list which of the three lists of configurations
     * @throws ServiceException InvalidArgument, MalformedXML
     */
    static void form(String list, Map<?, ?> configuration, Source bucket) {
        String member = String.valueOf(NotificationRule.TARGETS.get(list));
        String target = String.valueOf(configuration.get(member));
        Arn arn = Arn.parse(target).orElse(null);
        if (arn == null || !arn.service().equals(SERVICES.get(member))) {
            throw S3Errors.invalidArgument("The ARN could not be parsed", member, target);
        }
        if (!arn.region().equals(bucket.region().name())) {
            throw S3Errors.invalidArgument(
                    "The notification destination service region is not valid for the bucket"
                            + " location constraint",
                    member,
                    target);
        }
        if (!(configuration.get("Events") instanceof List<?> events) || events.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        for (Object event : events) {
            if (!EVENTS.contains(String.valueOf(event))) {
                throw S3Errors.invalidArgument(
                        "The event '" + event + "' is not supported for notifications",
                        "Event",
                        String.valueOf(event));
            }
        }
        filter(NotificationRule.filterRules(configuration));
    }

    private static void filter(List<Map<?, ?>> rules) {
        Set<String> names = new HashSet<>();
        for (Map<?, ?> rule : rules) {
            if (!(rule.get("Name") instanceof String name)
                    || !(rule.get("Value") instanceof String value)) {
                throw S3Errors.malformedXml();
            }
            String known = name.toLowerCase(Locale.ROOT);
            if (!known.equals("prefix") && !known.equals("suffix")) {
                throw S3Errors.invalidArgument(
                        "filter rule name must be either prefix or suffix",
                        "FilterRule.Name",
                        name);
            }
            if (!names.add(known)) {
                throw S3Errors.invalidArgument(
                        "Cannot specify more than one " + known + " rule in a filter.",
                        "FilterRule.Name",
                        name);
            }
            if (value.getBytes(StandardCharsets.UTF_8).length > VALUE_BYTES_MAX) {
                throw S3Errors.invalidArgument(
                        "Size of filter rule value cannot exceed 1024 bytes in UTF-8"
                                + " representation",
                        "FilterRule.Value",
                        value);
            }
        }
    }

    /** Rejects configurations that do not go together. */
    static void together(List<NotificationRule> rules) {
        if (rules.size() > MOST) {
            throw S3Errors.badRequest(
                    "InvalidArgument",
                    "Configuration exceeds the maximum number of allowed notification"
                            + " configurations.");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            NotificationRule rule = rules.get(i);
            if (!ids.add(rule.id())) {
                throw S3Errors.invalidArgument(
                        "Same ID used for multiple configurations. IDs must be unique.",
                        "Id",
                        rule.id());
            }
            if (rules.subList(0, i).stream().anyMatch(rule::overlaps)) {
                throw S3Errors.badRequest(
                        "InvalidArgument",
                        "Configuration is ambiguously defined. Cannot have overlapping suffixes in"
                                + " two rules if the prefixes are overlapping for the same event"
                                + " type.");
            }
        }
    }

    /** Rejects targets that nothing can be sent to, all at once. */
    static void targets(List<NotificationRule> rules, Source bucket, PushTargets targets) {
        Map<String, Object> obstacles = new LinkedHashMap<>();
        int number = 0;
        for (NotificationRule rule : rules) {
            Arn target = Arn.parse(rule.target()).orElseThrow();
            Optional<String> obstacle = targets.obstacle(bucket, target);
            if (obstacle.isPresent()) {
                number++;
                String suffix = target.service().equals("lambda") ? ", null" : "";
                obstacles.put("ArgumentName" + number, rule.target() + suffix);
                obstacles.put("ArgumentValue" + number, obstacle.get());
            }
        }
        if (number > 0) {
            throw new ServiceException(
                    "InvalidArgument",
                    400,
                    "Unable to validate the following destination configurations",
                    obstacles);
        }
    }
}
