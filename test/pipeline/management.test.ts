// One file for jest, since loading the CDK takes seconds; what is asserted lies in the folder of the same name.
import './management/roles.js';
import './management/forwarding.js';
import './management/events.js';
import './management/notices.js';
import './management/everything.js';
import './management/bootstrap.js';
