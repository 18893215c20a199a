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
import dev.gatehouse.wire.RequestContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tags of log groups, by ARN and in the older form by name. */
final class LogTags {
    private static final int TAGS_MAX = 50;

    private final GroupCatalog groups;

    LogTags(GroupCatalog groups) {
        this.groups = groups;
    }

    static void check(Map<String, String> tags) {
        if (tags.size() > TAGS_MAX) {
            throw new ServiceException(
                    "TooManyTagsException", 400, "A resource can have at most 50 tags.");
        }
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
                group -> {
                    Map<String, String> all = new HashMap<>(group.tags());
                    all.putAll(tags);
                    check(all);
                    return group.withTags(all);
                });
    }

    private void remove(RequestContext context, String name, List<String> keys) {
        groups.update(
                GroupNames.scope(context),
                name,
                group -> {
                    Map<String, String> all = new HashMap<>(group.tags());
                    keys.forEach(all::remove);
                    return group.withTags(all);
                });
    }
}
