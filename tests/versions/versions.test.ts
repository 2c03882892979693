/** In one file, because all of them stand on one installation of the newest packages. */
import "./contract";
import "./life";
import "./typescript";
