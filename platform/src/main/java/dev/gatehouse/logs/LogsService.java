package dev.gatehouse.logs;

import dev.gatehouse.aws.logs.Logs;
import dev.gatehouse.function.LogHistory;
import dev.gatehouse.function.LogSink;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.logs.files.LogFiles;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.TaggedResources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** CloudWatch Logs: its operations for clients, and its sink for the data planes of this node. */
public final class LogsService implements AutoCloseable {
    private static final String GROUP = "log-group:";

    private final LogFiles files;
    private final GroupCatalog groups;
    private final LogWriter writer;
    private final LogRetention retention;
    private final Clock clock;

    /**
     * @param store where log groups are kept
     * @param folder where events are kept; made when it is not there
     */
    public LogsService(Store store, Path folder, Clock clock) {
        this.clock = clock;
        this.files = new LogFiles(folder);
        this.groups = new GroupCatalog(store, files, clock);
        groups.deleteOrphans();
        this.writer = new LogWriter(groups, clock);
        this.retention = new LogRetention(groups);
    }

    /** Where functions and gateways leave their log events. */
    public LogSink sink() {
        return writer;
    }

    /** What the sink took, for services that tell of it. */
    public LogHistory history() {
        return new NewestEvents(groups);
    }

    /** What decisions about them depend on. */
    public ServiceAccess access() {
        return new TaggedResources(
                (scope, resource) ->
                        resource.startsWith(GROUP)
                                ? Optional.of(
                                        groups.find(
                                                        scope,
                                                        resource.substring(GROUP.length())
                                                                .split(":", 2)[0])
                                                .map(LogGroup::tags)
                                                .orElse(Map.of()))
                                : Optional.empty());
    }

    /** The operations that are implemented. */
    public Service service() {
        LogGroups logGroups = new LogGroups(groups);
        LogStreams streams = new LogStreams(groups, clock);
        LogTags tags = new LogTags(groups);
        LogReading reading = new LogReading(groups);
        return Service.of(Logs.MODEL)
                .on(Logs.CREATE_LOG_GROUP, logGroups::create)
                .on(Logs.DELETE_LOG_GROUP, logGroups::delete)
                .on(Logs.DESCRIBE_LOG_GROUPS, logGroups::describe)
                .on(Logs.PUT_RETENTION_POLICY, logGroups::putRetentionPolicy)
                .on(Logs.DELETE_RETENTION_POLICY, logGroups::deleteRetentionPolicy)
                .on(Logs.LIST_TAGS_FOR_RESOURCE, tags::list)
                .on(Logs.TAG_RESOURCE, tags::tag)
                .on(Logs.UNTAG_RESOURCE, tags::untag)
                .on(Logs.LIST_TAGS_LOG_GROUP, tags::listByName)
                .on(Logs.TAG_LOG_GROUP, tags::tagByName)
                .on(Logs.UNTAG_LOG_GROUP, tags::untagByName)
                .on(Logs.CREATE_LOG_STREAM, streams::create)
                .on(Logs.DELETE_LOG_STREAM, streams::delete)
                .on(Logs.DESCRIBE_LOG_STREAMS, streams::describe)
                .on(Logs.PUT_LOG_EVENTS, new LogIngestion(groups, clock)::put)
                .on(Logs.GET_LOG_EVENTS, reading::get)
                .on(Logs.FILTER_LOG_EVENTS, reading::filter)
                .build();
    }

    /** Writes what waits and closes the files. */
    @Override
    public void close() {
        retention.close();
        writer.close();
        files.close();
    }
}
