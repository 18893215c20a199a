package dev.gatehouse.gateway.map;

import java.util.Properties;
import org.apache.velocity.app.event.ReferenceInsertionEventHandler;
import org.apache.velocity.context.Context;
import org.apache.velocity.runtime.Renderable;
import org.apache.velocity.runtime.RuntimeConstants;
import org.apache.velocity.runtime.RuntimeInstance;
import org.jspecify.annotations.Nullable;

/**
 * Velocity, set up for templates of strangers: no reflection, no files, loops of at most 1,000
 * rounds.
 */
final class VelocityRuntime {
    private static final int MAX_LOOPS = 1000;

    /** Made when the first template needs it, which spares every other node the time. */
    static final RuntimeInstance SERVICES = start();

    private VelocityRuntime() {}

    private static RuntimeInstance start() {
        Properties settings = new Properties();
        settings.setProperty(RuntimeConstants.UBERSPECT_CLASSNAME, TemplateMethods.class.getName());
        settings.setProperty(RuntimeConstants.MAX_NUMBER_LOOPS, Integer.toString(MAX_LOOPS));
        // [1..$n] is no list of so many numbers before a loop takes the first of them.
        settings.setProperty("runtime.immutable_ranges", "true");
        settings.setProperty(RuntimeConstants.RESOURCE_LOADERS, "none");
        settings.setProperty("resource.loader.none.class", NoResources.class.getName());
        settings.setProperty(RuntimeConstants.PARSER_HYPHEN_ALLOWED, "true");
        settings.setProperty(RuntimeConstants.VM_LIBRARY, "");
        settings.setProperty(RuntimeConstants.VM_PERM_INLINE_LOCAL, "true");
        settings.setProperty(
                RuntimeConstants.EVENTHANDLER_REFERENCEINSERTION, MissingIsEmpty.class.getName());
        RuntimeInstance services = new RuntimeInstance();
        services.init(settings);
        return services;
    }

    /**
     * A reference without a value prints nothing, where Velocity would print the reference; what
     * has one is counted before it is printed, also into another text.
     */
    public static final class MissingIsEmpty implements ReferenceInsertionEventHandler {
        @Override
        public Object referenceInsert(Context context, String reference, @Nullable Object value) {
            if (value == null) {
                return "";
            }
            if (value instanceof Renderable) {
                return value; // a block, which prints itself where its length is bounded
            }
            ValueSize.check(value);
            String text = value.toString();
            BoundedContext.insert(context, text);
            return text;
        }
    }
}
