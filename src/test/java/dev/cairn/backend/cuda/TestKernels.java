package dev.cairn.backend.cuda;

/** PTX that names the kernels of src/test/cpp/faulty.cu; the simulator reads nothing else of it. */
final class TestKernels {
    static final String PTX = head() + entry("test_scale", "u64", "u64", "f32", "u32")
            + bounded("test_block_sum", 1024, "u64", "u64") + entry("test_unwritten_shared", "u64")
            + entry("test_divergent_barrier", "u64")
            + entry("test_divergent_shuffle", "u64") + entry("test_past_the_end", "u64", "u32")
            + entry("test_before_the_beginning", "u64") + entry("test_misaligned_read", "u64", "u64")
            + entry("test_misaligned_write", "u64");

    private TestKernels() {
    }

    static String head() {
        return ".version 7.0\n.target sm_75\n.address_size 64\n";
    }

    /** A kernel that has registers enough for blocks of so many threads. */
    private static String bounded(String name, int threads, String... types) {
        return entry(name, types).replace("\n)\n", "\n)\n.maxntid " + threads + ", 1, 1\n");
    }

    static String entry(String name, String... types) {
        StringBuilder text = new StringBuilder(".visible .entry " + name + "(");
        for (int i = 0; i < types.length; i++) {
            text.append(i == 0 ? "\n" : ",\n").append("\t.param .").append(types[i]).append(' ').append(name)
                    .append("_param_").append(i);
        }
        return text.append("\n)\n{\n\tret;\n}\n").toString();
    }
}
