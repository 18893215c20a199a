package dev.gatehouse.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The members of inputs that are taken and change nothing, each with the reason why it may. */
final class UnheardMembers {
    private static final List<String> ALL = new ArrayList<>();

    static {
        because("it describes, and is told again as it was given");
        add("apigatewayv2.*.Description");

        because("it selects a model of responses, to which AWS holds no response");
        add("apigatewayv2.*RouteResponse.ModelSelectionExpression");

        because("AWS's own documentation says that it is ignored, or not supported");
        add("apigateway.CreateApiKey.generateDistinctId");
        add("logs.FilterLogEvents.interleaved", "logs.PutLogEvents.sequenceToken");
        add("cloudformation.*.Parameters.ResolvedValue");

        because("Lambda is scaled by a role of the service itself, whatever is given");
        add("applicationautoscaling.RegisterScalableTarget.RoleARN");

        because("activities that changed nothing are not recorded");
        add("applicationautoscaling.DescribeScalingActivities.IncludeNotScaledActivities");

        because("it has one value, and any other is rejected by the model");
        add("ecr.*.imageTagMutabilityExclusionFilters.filterType");

        because("X-Ray's daemons tell of themselves; that is not shown, and nothing is rationed");
        add("xray.PutTelemetryRecords.*");
        add("xray.GetSamplingTargets.SamplingBoostStatisticsDocuments");
        add("xray.GetSamplingTargets.SamplingStatisticsDocuments.*");

        because("it is kept whole, as it was given");
        add("s3.PutBucketLifecycleConfiguration.LifecycleConfiguration.Rules.*");
        add("s3.PutBucketLifecycleConfiguration.LifecycleConfiguration.Rules.Expiration.*");

        because(
                "it guards against a policy that locks out its author; the root is never locked"
                        + " out");
        add("ecr.SetRepositoryPolicy.force");

        because("there are never more than one page holds");
        add("kms.ListKeyPolicies.Limit", "kms.ListResourceTags.Limit");

        because("it is AWS's to say, and stands in the input because the response has the shape");
        for (String told :
                List.of(
                        "ApiGatewayDomainName",
                        "CertificateUploadDate",
                        "DomainNameStatus",
                        "DomainNameStatusMessage",
                        "HostedZoneId")) {
            add("apigatewayv2.*DomainName.DomainNameConfigurations." + told);
        }

        because("it is read by CreateSchedule's name of it");
        add("scheduler.UpdateSchedule.*");

        because("it names a request, so that one sent again can be told from another");
        add("scheduler.*.ClientToken");
        add("cloudformation.CancelUpdateStack.ClientRequestToken");

        because("what it is about cannot be here: operations that would make it are rejected");
        add("sts.DecodeAuthorizationMessage.EncodedMessage");
        add("events.DeleteRule.Force", "events.RemoveTargets.Force");
        add("iam.ListAccountAliases.*", "iam.ListMFADevices.*", "iam.ListVirtualMFADevices.*");
        add("iam.ListSSHPublicKeys.*", "iam.ListSigningCertificates.*");
        add("iam.ListServiceSpecificCredentials.*");
        add("logs.FilterLogEvents.unmask", "logs.GetLogEvents.unmask");
        add("s3.*.BypassGovernanceRetention", "s3.*.MFA", "s3.*.RequestPayer");
        add("s3.*.OptionalObjectAttributes");

        because("traces of events end where they are sent, as docs/differences.md says");
        add("events.PutEvents.Entries.TraceHeader");

        because("both modes of a deployment are one: a resource that is made is ready");
        add("cloudformation.DeleteStack.DeploymentConfig");
        add("cloudformation.RollbackStack.DeploymentConfig");

        because("nobody but the bucket's account is let in whatever its policy says");
        add("s3.PutBucketPolicy.ConfirmRemoveSelfBucketAccess");

        because("the wire layer has counted the bytes it stands for");
        add("s3.PutObject.ContentLength", "s3.UploadPart.ContentLength");
    }

    private UnheardMembers() {}

    static boolean allow(String member) {
        return ALL.stream().anyMatch(pattern -> fits(pattern, member));
    }

    static boolean fits(String pattern, String member) {
        return member.matches(Pattern.quote(pattern).replace("*", "\\E[^.]*\\Q"));
    }

    static List<String> patterns() {
        return ALL;
    }

    /** Heads the members that follow with their reason. */
    private static void because(String reason) {
        assert !reason.isBlank();
    }

    private static void add(String... members) {
        ALL.addAll(List.of(members));
    }
}
