import { GROUPS, keepsTheContract } from './contract.js';

keepsTheContract(GROUPS.permissionSetFields);
