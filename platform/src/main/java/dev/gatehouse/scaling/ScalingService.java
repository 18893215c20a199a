package dev.gatehouse.scaling;

import dev.gatehouse.aws.applicationautoscaling.ApplicationAutoScaling;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service "Application Auto Scaling". */
public final class ScalingService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScalingService.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final TargetCatalog targets;
    private final Activities activities;
    private final ScaledFunctions functions;
    private final Scaler scaler;
    private final Clock clock;
    private final Thread thread;

    /**
     * @param store where targets are kept
     * @param services through which functions are scaled; they serve when {@link #start} is called
     */
    public ScalingService(Store store, AwsServices services, Clock clock) {
        this(store, new NodeFunctions(services), clock);
    }

    ScalingService(Store store, ScaledFunctions functions, Clock clock) {
        this.targets = new TargetCatalog(store);
        this.activities = new Activities(store, clock);
        this.functions = functions;
        this.scaler = new Scaler(targets, activities, functions, clock);
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("scaling").unstarted(this::run);
    }

    /** What decisions about scalable targets depend on. */
    public ServiceAccess access() {
        return new TargetAccess(targets);
    }

    /** The operations that are implemented. */
    public Service service() {
        ScalableTargets all = new ScalableTargets(targets, functions, clock);
        ScalingPolicies policies = new ScalingPolicies(targets, clock);
        ScheduledActions actions = new ScheduledActions(targets, clock);
        TargetTags tags = new TargetTags(targets);
        return Service.of(ApplicationAutoScaling.MODEL)
                .on(ApplicationAutoScaling.REGISTER_SCALABLE_TARGET, all::register)
                .on(ApplicationAutoScaling.DESCRIBE_SCALABLE_TARGETS, all::describe)
                .on(ApplicationAutoScaling.DEREGISTER_SCALABLE_TARGET, all::deregister)
                .on(ApplicationAutoScaling.PUT_SCALING_POLICY, policies::put)
                .on(ApplicationAutoScaling.DESCRIBE_SCALING_POLICIES, policies::describe)
                .on(ApplicationAutoScaling.DELETE_SCALING_POLICY, policies::delete)
                .on(ApplicationAutoScaling.PUT_SCHEDULED_ACTION, actions::put)
                .on(ApplicationAutoScaling.DESCRIBE_SCHEDULED_ACTIONS, actions::describe)
                .on(ApplicationAutoScaling.DELETE_SCHEDULED_ACTION, actions::delete)
                .on(ApplicationAutoScaling.DESCRIBE_SCALING_ACTIVITIES, activities::describe)
                .on(ApplicationAutoScaling.TAG_RESOURCE, tags::tag)
                .on(ApplicationAutoScaling.UNTAG_RESOURCE, tags::untag)
                .on(ApplicationAutoScaling.LIST_TAGS_FOR_RESOURCE, tags::list)
                .build();
    }

    /** Scales from now on. */
    public void start() {
        thread.start();
    }

    /** Does what is due now. */
    void tick() {
        try {
            scaler.tick();
        } catch (RuntimeException problem) {
            LOG.warn("scalable targets could not be looked at", problem);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TICK);
                tick();
            }
        } catch (InterruptedException closed) {
            // Closed.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
