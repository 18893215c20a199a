package dev.gatehouse.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table of a service. The layout is the wire compiler's {@code TableWriter}: a head with
 * its texts written out; then a pool of texts, and shapes and operations, whose texts are places in
 * the pool, 0 for none. Numbers have seven bits a byte, least first; sets of flags are bits.
 *
 * <p>A start reads some twenty heads, and few of what stands behind them.
 */
final class TableReader {
    private static final int VERSION = 2;
    private static final Location[] LOCATIONS = Location.values();
    private static final ShapeType[] TYPES = ShapeType.values();
    private static final TimestampFormat[] FORMATS = TimestampFormat.values();
    private static final Shape.Flag[] SHAPE_FLAGS = Shape.Flag.values();
    private static final Member.Flag[] MEMBER_FLAGS = Member.Flag.values();
    private static final OperationModel.Flag[] OPERATION_FLAGS = OperationModel.Flag.values();

    private static final Member.Wire PLAIN =
            new Member.Wire(Location.BODY, null, TimestampFormat.DEFAULT, XmlName.PLAIN);

    private final byte[] table;
    private int at;
    private String[] pool = {};

    private TableReader(byte[] table) {
        this.table = table;
    }

    static ServiceModel read(String service) {
        String resource = "tables/" + service + ".bin";
        try (InputStream in = TableReader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no model of a service called " + service);
            }
            return read(in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException("the model of " + service, broken);
        }
    }

    static ServiceModel read(byte[] table) {
        return new TableReader(table).service();
    }

    private ServiceModel service() {
        if (number() != VERSION) {
            throw new IllegalStateException("the table is of another version: build again");
        }
        ServiceModel.Names names =
                new ServiceModel.Names(written(), written(), written(), written(), written());
        List<ProtocolName> protocols = new ArrayList<>();
        for (int left = number(); left > 0; left--) {
            protocols.add(ProtocolName.of(written()));
        }
        ServiceModel.Wire wire =
                new ServiceModel.Wire(protocols, maybeWritten(), maybeWritten(), number() == 1);
        return new ServiceModel(names, wire, this::contents);
    }

    /** What stands behind the head; asked for once. */
    private ServiceModel.Contents contents(ServiceModel service) {
        readPool();
        List<Shape> shapes = shapes();
        return ServiceModel.Contents.of(shapes, operations(service, shapes));
    }

    private void readPool() {
        pool = new String[number() + 1];
        for (int i = 1; i < pool.length; i++) {
            pool[i] = written();
        }
    }

    private String written() {
        int length = number();
        String text = new String(table, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    private @Nullable String maybeWritten() {
        String text = written();
        return text.isEmpty() ? null : text;
    }

    private List<Shape> shapes() {
        int count = number();
        List<Shape> shapes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            shapes.add(shape());
        }
        for (Shape shape : shapes) {
            int parts = number();
            List<Member> members = new ArrayList<>(parts);
            for (int i = 0; i < parts; i++) {
                members.add(member(i, shapes));
            }
            shape.link(members);
        }
        return shapes;
    }

    private Shape shape() {
        String name = text();
        ShapeType type = TYPES[number()];
        Constraints constraints = constraints();
        Set<Shape.Flag> flags = flags(Shape.Flag.class, SHAPE_FLAGS);
        TimestampFormat format = FORMATS[number()];
        XmlName xml = xmlName();
        String payload = maybeText();
        ErrorTrait error =
                number() == 0 ? null : new ErrorTrait(maybeText(), number(), number() == 1);
        return new Shape(
                name, type, constraints, new ShapeTraits(flags, format, xml, payload, error));
    }

    private Constraints constraints() {
        if (number() == 0) {
            return Constraints.NONE;
        }
        String min = maybeText();
        String max = maybeText();
        String pattern = maybeText();
        int count = number();
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(text());
        }
        return new Constraints(decimal(min), decimal(max), pattern, values);
    }

    private static @Nullable Double decimal(@Nullable String text) {
        return text == null ? null : Double.valueOf(text);
    }

    private Member member(int index, List<Shape> shapes) {
        String name = text();
        Shape shape = shapes.get(number());
        Member.Wire wire = wire();
        Set<Member.Flag> flags = flags(Member.Flag.class, MEMBER_FLAGS);
        return new Member(index, name, shape, wire, flags);
    }

    /** Most members say nothing special: they share one value, which keeps loading quick. */
    private Member.Wire wire() {
        Location location = LOCATIONS[number()];
        String name = maybeText();
        TimestampFormat format = FORMATS[number()];
        XmlName xml = xmlName();
        boolean plain =
                location == Location.BODY
                        && name == null
                        && format == TimestampFormat.DEFAULT
                        && xml.namespace() == null;
        return plain ? PLAIN : new Member.Wire(location, name, format, xml);
    }

    private XmlName xmlName() {
        if (number() == 0) {
            return XmlName.PLAIN;
        }
        return new XmlName(maybeText(), maybeText(), maybeText());
    }

    private List<OperationModel> operations(ServiceModel service, List<Shape> shapes) {
        int count = number();
        List<OperationModel> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = text();
            OperationModel.Http http = new OperationModel.Http(text(), text(), number());
            Shape input = shapeOrUnit(shapes);
            Shape output = shapeOrUnit(shapes);
            List<Shape> errors = new ArrayList<>();
            for (int left = number(); left > 0; left--) {
                errors.add(shapes.get(number()));
            }
            OperationModel.Traits traits =
                    new OperationModel.Traits(
                            List.copyOf(errors),
                            maybeText(),
                            xmlName(),
                            flags(OperationModel.Flag.class, OPERATION_FLAGS));
            operations.add(new OperationModel(service, name, http, input, output, traits));
        }
        return operations;
    }

    /** A shape's place plus one; 0 stands for no members at all. */
    private Shape shapeOrUnit(List<Shape> shapes) {
        int place = number();
        return place == 0 ? Empty.EMPTY.data().shape() : shapes.get(place - 1);
    }

    private <F extends Enum<F>> Set<F> flags(Class<F> type, F[] all) {
        int bits = number();
        if (bits == 0) {
            return Set.of();
        }
        Set<F> flags = EnumSet.noneOf(type);
        for (F flag : all) {
            if ((bits & 1 << flag.ordinal()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    private int number() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = table[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private String text() {
        return pool[number()];
    }

    private @Nullable String maybeText() {
        int place = number();
        return place == 0 ? null : pool[place];
    }
}
