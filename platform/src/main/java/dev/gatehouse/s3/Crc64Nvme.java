package dev.gatehouse.s3;

/** The CRC-64/NVME checksum, with which the newer SDKs and the AWS CLI check uploads. */
final class Crc64Nvme {
    private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;
    private static final long[] TABLE = table();

    private Crc64Nvme() {}

    static long of(byte[] content) {
        long crc = ~0L;
        for (byte each : content) {
            crc = TABLE[(int) (crc ^ each) & 0xff] ^ (crc >>> 8);
        }
        return ~crc;
    }

    private static long[] table() {
        long[] table = new long[256];
        for (int i = 0; i < table.length; i++) {
            long value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            table[i] = value;
        }
        return table;
    }
}
