package dev.gatehouse.aws;

/** The wire protocols of AWS's models that Gatehouse speaks. */
public enum ProtocolName {
    REST_JSON_1("restJson1"),
    AWS_JSON_1_0("awsJson1_0"),
    AWS_JSON_1_1("awsJson1_1"),
    AWS_QUERY("awsQuery"),
    REST_XML("restXml"),
    RPC_V2_CBOR("rpcv2Cbor");

    private final String text;

    ProtocolName(String text) {
        this.text = text;
    }

    /** The protocol's name in Smithy. */
    public String text() {
        return text;
    }

    static ProtocolName of(String text) {
        for (ProtocolName name : values()) {
            if (name.text.equals(text)) {
                return name;
            }
        }
        throw new IllegalArgumentException("not a protocol: " + text);
    }
}
