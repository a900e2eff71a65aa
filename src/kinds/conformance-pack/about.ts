export const about = `Rules of AWS Config from a file, laid in many accounts by one call in each Region. The template holds \`AWS::Config::ConfigRule\` and \`AWS::Config::RemediationConfiguration\` alone, 130 rules and 51,200 bytes at most.

An organization pack is for everybody but 1,000 accounts at most: what \`targets:\` selects is turned round to the accounts that are left out, and the plan says how many. An account that joins later has the pack until the next run excludes it. Suspended accounts count on neither side.

**Whose it is** cannot be tagged, and AWS does not give a template back. So towerctl adds two parameters to the template, \`TowerctlManifest\` and \`TowerctlTemplate\` (a digest of the template as it is sent: written anew from its meaning, so that comments and the order of keys make no change), and passes them. A pack of that name without them is taken over with \`adopt: true\` only.

**Created, updated** by one call that AWS works on for minutes: done when every account has it. Accounts that failed are named with their reason, those that are suspended do not count; a pack that failed is put again (repair), one that AWS works on is awaited. **Removed** when it is no longer declared and ours. **Another administrator** means away and anew: each caller sees its own packs only. A Region costs two calls to read, one where there are no packs; an administrator is entered through the reading role.

A pack fails in an account that has no configuration recorder in that Region: it waits for the changes of the plan that bring one, and the guard \`config-recorder-missing\` names the accounts that have none.

Sources: [PutOrganizationConformancePack](https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html), [service limits of AWS Config](https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html).`;
