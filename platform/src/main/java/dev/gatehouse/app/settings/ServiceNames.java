package dev.gatehouse.app.settings;

import dev.gatehouse.kernel.DevelopmentServices;
import dev.gatehouse.kernel.NearestWord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which services an endpoint can be configured for: those of others, by the name that requests for
 * them are signed with. There are hundreds and every year brings more, so a name that is not known
 * here is taken as it is, unless it looks like a slip of one that is.
 */
final class ServiceNames {
    /** What the node serves itself, but for services of which an endpoint may serve more. */
    private static final Set<String> OWN =
            Set.of(
                    "apigateway",
                    "application-autoscaling",
                    "cloudcontrolapi",
                    "cloudformation",
                    "cloudtrail",
                    "ecr",
                    "execute-api",
                    "iam",
                    "lambda",
                    "logs",
                    "monitoring",
                    "ssm",
                    "sts");

    /** What the node serves too, unless an endpoint is named that serves more of it. */
    private static final Set<String> PARTLY_OWN =
            Set.of("events", "kms", "s3", "scheduler", "secretsmanager", "xray");

    /**
     * What functions often call, and whatever of AWS's is called but one letter different from
     * that.
     */
    private static final Set<String> NEIGHBOURS =
            Set.of(
                    ("appsync athena bedrock cloudfront codebuild cognito-identity"
                                    + " cognito-idp dms drs ds ds-data dynamodb ebs ec2 ecs eks"
                                    + " elasticache es events evs firehose fis fms glue iotdata ivs"
                                    + " kinesis kms oam pcs pipes ram rds rds-data"
                                    + " redshift-data rekognition route53 s3 sagemaker scheduler"
                                    + " secretsmanager ses sns sqs sso states textract"
                                    + " timestream transcribe translate xray")
                            .split(" "));

    /** Services better known by another name than requests are signed with. */
    private static final Map<String, String> SIGNED =
            Map.of(
                    "cloudwatch", "monitoring",
                    "cognito", "cognito-idp",
                    "eventbridge", "events",
                    "opensearch", "es",
                    "stepfunctions", "states");

    private ServiceNames() {}

    /**
     * The service's name, if a neighbour may have it.
     *
     * @throws SettingsException it is the node's own, or certainly none
     */
    static String neighbour(String service) {
        if (!service.matches("[a-z0-9.-]+")) {
            throw new SettingsException(
                    "endpoint.%s: a service is named as requests are signed, such as sqs"
                            .formatted(service));
        }
        if (OWN.contains(service)) {
            throw new SettingsException(
                    "endpoint.%s: the node serves %s itself; leave this setting out"
                            .formatted(service, service));
        }
        if (!NEIGHBOURS.contains(service)) {
            requireNoSlip(service);
        }
        return service;
    }

    /**
     * The services that the development engine is to serve; what the node serves is there anyway.
     *
     * @param list names with commas; {@code all} for all
     * @throws SettingsException one of them it does not serve
     */
    static Set<String> served(String list) {
        if (list.equals("all")) {
            return DevelopmentServices.ALL;
        }
        Set<String> served = new TreeSet<>();
        for (String name : list.split(",", -1)) {
            String service = SIGNED.getOrDefault(name.strip(), name.strip());
            if (service.isEmpty() || OWN.contains(service) || PARTLY_OWN.contains(service)) {
                continue;
            }
            if (!DevelopmentServices.ALL.contains(service)) {
                List<String> close =
                        NearestWord.meant(service, new TreeSet<>(DevelopmentServices.ALL));
                String meant =
                        close.isEmpty() ? "" : " did you mean " + String.join(" or ", close) + '?';
                throw new SettingsException(
                        "with: the development engine does not serve '%s';%s it serves %s, or all of them with all"
                                .formatted(service, meant, DevelopmentServices.list()));
            }
            served.add(service);
        }
        return served;
    }

    private static void requireNoSlip(String service) {
        Stream.concat(
                        Stream.ofNullable(SIGNED.get(service)),
                        Stream.concat(NEIGHBOURS.stream(), OWN.stream())
                                .filter(known -> NearestWord.distance(service, known) == 1)
                                .sorted())
                .findFirst()
                .ifPresent(
                        meant -> {
                            throw new SettingsException(
                                    "endpoint.%s: requests are not signed for that; did you mean 'endpoint.%s'?"
                                            .formatted(service, meant));
                        });
    }
}
