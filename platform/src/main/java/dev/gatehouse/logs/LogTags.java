package dev.gatehouse.logs;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.logs.ListTagsForResourceRequest;
import dev.gatehouse.aws.logs.ListTagsForResourceResponse;
import dev.gatehouse.aws.logs.ListTagsLogGroupRequest;
import dev.gatehouse.aws.logs.ListTagsLogGroupResponse;
import dev.gatehouse.aws.logs.TagLogGroupRequest;
import dev.gatehouse.aws.logs.TagResourceRequest;
import dev.gatehouse.aws.logs.UntagLogGroupRequest;
import dev.gatehouse.aws.logs.UntagResourceRequest;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.kernel.ServiceTags;
import dev.gatehouse.kernel.TagViolation;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;

/** The tags of log groups, by ARN and in the older form by name. */
final class LogTags {
    private static final ServiceTags RULES = new ServiceTags(LogTags::rejection);

    private final GroupCatalog groups;

    LogTags(GroupCatalog groups) {
        this.groups = groups;
    }

    static void check(Map<String, String> tags) {
        RULES.checked(tags);
    }

    private static ServiceException rejection(TagViolation violation) {
        return switch (violation) {
            case TagViolation.TooMany(_, int most) ->
                    new ServiceException(
                            "TooManyTagsException",
                            400,
                            "A resource can have at most " + most + " tags.");
            case TagViolation.ReservedKey _ ->
                    invalid("aws: prefixed tag key names are not allowed for external use.");
            case TagViolation.InvalidKey _ -> invalid("The tag key is invalid.");
            case TagViolation.InvalidValue _ -> invalid("The tag value is invalid.");
        };
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("InvalidParameterException", 400, message);
    }

    ListTagsForResourceResponse list(RequestContext context, ListTagsForResourceRequest input) {
        String name = group(context, input.resourceArn());
        return ListTagsForResourceResponse.builder().tags(tags(context, name)).build();
    }

    Empty tag(RequestContext context, TagResourceRequest input) {
        add(context, group(context, input.resourceArn()), input.tags());
        return Empty.EMPTY;
    }

    Empty untag(RequestContext context, UntagResourceRequest input) {
        remove(context, group(context, input.resourceArn()), input.tagKeys());
        return Empty.EMPTY;
    }

    ListTagsLogGroupResponse listByName(RequestContext context, ListTagsLogGroupRequest input) {
        Map<String, String> tags = tags(context, input.logGroupName());
        return ListTagsLogGroupResponse.builder().tags(tags).build();
    }

    Empty tagByName(RequestContext context, TagLogGroupRequest input) {
        add(context, input.logGroupName(), input.tags());
        return Empty.EMPTY;
    }

    Empty untagByName(RequestContext context, UntagLogGroupRequest input) {
        remove(context, input.logGroupName(), input.tags());
        return Empty.EMPTY;
    }

    private static String group(RequestContext context, String arn) {
        return GroupNames.fromArn(GroupNames.scope(context), arn);
    }

    private Map<String, String> tags(RequestContext context, String name) {
        return groups.find(GroupNames.scope(context), name).orElseThrow(LogErrors::noGroup).tags();
    }

    private void add(RequestContext context, String name, Map<String, String> tags) {
        groups.update(
                GroupNames.scope(context),
                name,
                group -> group.withTags(RULES.added(group.tags(), tags)));
    }

    private void remove(RequestContext context, String name, List<String> keys) {
        groups.update(
                GroupNames.scope(context),
                name,
                group -> group.withTags(ServiceTags.without(group.tags(), keys)));
    }
}
