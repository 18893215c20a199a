package dev.gatehouse.cloudformation.sam.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object whose members stand in Python's order, and that knows which keys are of the template
 * (written {@code u'…'}) and which SAM's own ({@code '…'}). What {@link #set} adds is of the
 * template; {@link #own} and the {@code put} methods add SAM's own.
 */
public final class PythonDict extends ObjectNode {
    private static final long serialVersionUID = 1;

    private final transient Members members;

    private PythonDict(Members members) {
        super(JsonNodeFactory.instance, members);
        this.members = members;
    }

    /** A dictionary of Python 2.7: in the order of its hash table. */
    public static PythonDict hashed() {
        return new PythonDict(new Members(new DictOrder()));
    }

    /** A dictionary of today's Python: in the order written. */
    public static PythonDict ordered() {
        return new PythonDict(new Members(null));
    }

    /** A tree of a template, whose objects are dictionaries of Python 2.7. */
    public static JsonNode of(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            PythonDict dict = hashed();
            object.properties().forEach(member -> dict.set(member.getKey(), of(member.getValue())));
            return dict;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> list.add(of(item)));
            return list;
        }
        return tree;
    }

    /** A call of an intrinsic function as SAM writes it. */
    public static PythonDict call(String function, JsonNode argument) {
        return ordered().own(function, argument);
    }

    /** Adds a member under a key that is SAM's own. */
    public PythonDict own(String key, JsonNode value) {
        members.own(key);
        set(key, value);
        return this;
    }

    /** Puts an empty dictionary under a key that is SAM's own. */
    public PythonDict ownDict(String key) {
        PythonDict dict = hashed();
        own(key, dict);
        return dict;
    }

    @Override
    public PythonDict put(String key, String value) {
        return own(key, PythonText.literal(value));
    }

    @Override
    public PythonDict put(String key, boolean value) {
        return own(key, JsonNodeFactory.instance.booleanNode(value));
    }

    /** Python's {@code copy.deepcopy}, which fills another hash table. */
    @Override
    public PythonDict deepCopy() {
        PythonDict copy = members.order == null ? ordered() : hashed();
        for (Map.Entry<String, JsonNode> member : properties()) {
            copy.add(member.getKey(), member.getValue().deepCopy(), isOwn(member.getKey()));
        }
        return copy;
    }

    /** Python's {@code dict.copy}, which makes room for all keys at once. */
    public PythonDict shallowCopy() {
        PythonDict copy = members.order == null ? ordered() : hashed();
        if (copy.members.order != null) {
            copy.members.order.addAll(members.keys());
        }
        for (Map.Entry<String, JsonNode> member : properties()) {
            copy.add(member.getKey(), member.getValue(), isOwn(member.getKey()));
        }
        return copy;
    }

    /** Python's {@code dict.update}. */
    public void update(ObjectNode other) {
        List<String> keys = new ArrayList<>();
        other.fieldNames().forEachRemaining(keys::add);
        if (members.order != null) {
            members.order.addAll(keys);
        }
        for (String key : keys) {
            add(key, other.get(key), other instanceof PythonDict dict && dict.isOwn(key));
        }
    }

    boolean isOwn(String key) {
        return members.own.contains(key);
    }

    private void add(String key, JsonNode value, boolean isOwn) {
        if (isOwn) {
            own(key, value);
        } else {
            set(key, value);
        }
    }

    private static final class Members extends AbstractMap<String, JsonNode> {
        private final @Nullable DictOrder order;
        private final Map<String, JsonNode> values = new LinkedHashMap<>();
        private final Set<String> own = new HashSet<>();

        Members(@Nullable DictOrder order) {
            this.order = order;
        }

        void own(String key) {
            if (!values.containsKey(key)) {
                own.add(key);
            }
        }

        List<String> keys() {
            return order == null ? new ArrayList<>(values.keySet()) : order.keys();
        }

        @Override
        public @Nullable JsonNode put(String key, JsonNode value) {
            if (order != null) {
                order.add(key);
            }
            return values.put(key, value);
        }

        @Override
        public @Nullable JsonNode get(Object key) {
            return values.get(key);
        }

        @Override
        public @Nullable JsonNode remove(Object key) {
            if (order != null && key instanceof String name && values.containsKey(name)) {
                order.remove(name);
            }
            own.remove(key);
            return values.remove(key);
        }

        @Override
        public boolean containsKey(Object key) {
            return values.containsKey(key);
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public Set<Entry<String, JsonNode>> entrySet() {
            if (order == null) {
                return values.entrySet();
            }
            Map<String, JsonNode> sorted = new LinkedHashMap<>();
            Map<String, JsonNode> all = new HashMap<>(values);
            for (String key : order.keys()) {
                JsonNode value = all.get(key);
                if (value != null) {
                    sorted.put(key, value);
                }
            }
            return sorted.entrySet();
        }
    }
}
